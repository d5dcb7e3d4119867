package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;

/** An owner that creates webhooks at two nodes at the same time gets no more than the maximum. */
abstract class CreationsAtOnce {
  /** The setting of both nodes. */
  static final int MAX_WEBHOOKS = 3;

  private static final int CREATIONS = 16;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment;
  private final String body;

  CreationsAtOnce(TestEnvironment environment) {
    this.environment = environment;
    this.body = Application.Body.ofAccount(environment.receiver().inbox().url()).toString();
  }

  /**
   * Each node begins with one creation when one more is allowed. No webhook is stored until both
   * have begun, so that without the lock of the database both would count the same webhooks.
   */
  @Test
  void ownerGetsExactlyTheMaximum() {
    Application owner = environment.application();
    for (int before = 1; before < MAX_WEBHOOKS; before++) {
      owner.post(body).is(202);
    }
    ExecutorService threads = Executors.newFixedThreadPool(CREATIONS);
    try {
      List<CompletableFuture<Answer>> answers =
          environment
              .database()
              .withWritesHeld(
                  "webhook",
                  () -> {
                    List<CompletableFuture<Answer>> begun = createAtOnce(owner, threads);
                    await("a creation of each node")
                        .atMost(LIMIT)
                        .until(() -> environment.database().waitingWrites() == 2);
                    return begun;
                  });

      assertThat(answers)
          .extracting(answer -> answer.join().status())
          .containsOnly(202, 422)
          .containsOnlyOnce(202)
          .hasSize(CREATIONS);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<CompletableFuture<Answer>> createAtOnce(Application owner, Executor threads) {
    return IntStream.range(0, CREATIONS)
        .mapToObj(i -> owner.at(environment.nodes().get(i % 2)))
        .map(client -> CompletableFuture.supplyAsync(() -> client.post(body), threads))
        .toList();
  }
}
