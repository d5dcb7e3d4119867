package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.server.Product;

/** A session of the portal is the same at each node: its code, its token and its end. */
abstract class PortalOnBothNodes {
  private static final int EXCHANGES = 4;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment;
  private final Application application;

  PortalOnBothNodes(TestEnvironment environment) {
    this.environment = environment;
    this.application = environment.application();
  }

  private Product node(int index) {
    return environment.nodes().get(index);
  }

  /** Creates a session at the first node. */
  private JsonObject create(String expires) {
    return node(0)
        .api()
        .post("/portal-sessions")
        .as(application.token())
        .json("{\"user\":\"anna\",\"expires\":\"" + expires + "\"}")
        .send()
        .is(201)
        .json();
  }

  private static String code(JsonObject created) {
    return Secrets.remember(created.getString("url").replaceFirst(".*#code=", ""));
  }

  private Answer redeem(int node, String code) {
    return node(node)
        .api()
        .post("/portal-sessions/redeem")
        .json("{\"code\":\"" + code + "\"}")
        .send();
  }

  /** Exchanges the code at the second node. */
  private String token(JsonObject created) {
    return Secrets.remember(redeem(1, code(created)).is(200).json().getString("token"));
  }

  private Answer list(int node, String token) {
    return node(node).api().get("/webhooks").as(token).send();
  }

  /** Uses a token at both nodes, so that each of them has a copy of the session. */
  private void useAtBoth(String token) {
    list(0, token).is(200);
    list(1, token).is(200);
  }

  private void awaitEndAtBoth(String token) {
    for (int node = 0; node < 2; node++) {
      int each = node;
      await("the end at node " + each)
          .atMost(LIMIT)
          .until(() -> list(each, token).status(), status -> status == 401);
    }
  }

  @Test
  void codeOpensAtTheOtherNodeOnce() {
    JsonObject created = create("PT10M");
    String token = token(created);

    useAtBoth(token);
    redeem(0, code(created)).isError(404, "PortalSessionNotFound");
    redeem(1, code(created)).isError(404, "PortalSessionNotFound");
    useAtBoth(token);
  }

  /** No exchange is stored until each node has begun two. */
  @Test
  void oneOfTwoNodesExchangesTheCode() {
    String code = code(create("PT10M"));
    ExecutorService threads = Executors.newFixedThreadPool(EXCHANGES);
    try {
      List<CompletableFuture<Answer>> answers =
          environment
              .database()
              .withWritesHeld(
                  "portal_session",
                  () -> {
                    List<CompletableFuture<Answer>> begun =
                        IntStream.range(0, EXCHANGES)
                            .mapToObj(
                                i ->
                                    CompletableFuture.supplyAsync(
                                        () -> redeem(i % 2, code), threads))
                            .toList();
                    await("two exchanges of each node")
                        .atMost(LIMIT)
                        .until(() -> environment.database().waitingWrites() == EXCHANGES);
                    return begun;
                  });

      assertThat(answers)
          .extracting(answer -> answer.join().status())
          .containsOnly(200, 404)
          .containsOnlyOnce(200)
          .hasSize(EXCHANGES);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void revocationAtOneNodeEndsTheSessionAtBoth() {
    JsonObject created = create("PT10M");
    String token = token(created);
    useAtBoth(token);

    String path = "/portal-sessions/" + created.getString("id");
    node(0).api().delete(path).as(application.token()).send().is(204);

    awaitEndAtBoth(token);
    node(1).api().delete(path).as(application.token()).send().isError(404, "PortalSessionNotFound");
  }

  @Test
  void revocationBeforeTheExchangeVoidsTheCode() {
    JsonObject created = create("PT10M");
    node(0)
        .api()
        .delete("/portal-sessions/" + created.getString("id"))
        .as(application.token())
        .send()
        .is(204);

    redeem(1, code(created)).isError(404, "PortalSessionNotFound");
  }

  @Test
  void logOutAtOneNodeEndsTheSessionAtBoth() {
    String token = token(create("PT10M"));
    useAtBoth(token);

    node(1).api().delete("/portal-sessions/current").as(token).send().is(204);

    awaitEndAtBoth(token);
  }

  @Test
  void sessionEndsAtBothNodesAtItsTime() {
    String token = token(create("PT10S"));
    useAtBoth(token);

    awaitEndAtBoth(token);
  }
}
