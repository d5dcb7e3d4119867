package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Tests that a client that an administrator has blocked can't start deliveries. */
class BlocksIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final String token = environment.tokens().administrator();
  private final String block = "/admin/blocks/client/" + application.clientId();

  @Test
  void blockedClientNeitherCreatesNorActivatesWebhooks() {
    Registered webhook = application.register(inbox);
    JsonObject another = Body.ofAccount(inbox.url());

    environment.api().put(block).as(token).send().is(204);

    assertThat(application.get(webhook).is(200).json().getBoolean("active")).isFalse();
    application.post(another.toString()).isError(403, "InsufficientPermissions", "Blocked");
    application
        .patch(webhook, "{\"active\":true}")
        .isError(403, "InsufficientPermissions", "Blocked");

    environment.api().delete(block).as(token).send().is(204);

    application.activate(webhook);
    application.create(another);
  }

  /** A client's id can be a URL. */
  @ParameterizedTest
  @ValueSource(strings = {"https:%2F%2Fclient.example.com%2F", "a%3Bb-", "%2E%2E-", "%20-"})
  void blocksIdsThatNeedEscapes(String begin) {
    String escaped = begin + application.clientId();
    String path = "/admin/blocks/client/" + escaped;

    environment.api().put(path).as(token).send().is(204);

    assertThat(blockedIds()).contains(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
    environment.api().delete(path).as(token).send().is(204);
    assertThat(blockedIds()).doesNotContain(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
  }

  private List<String> blockedIds() {
    return environment
        .api()
        .get("/admin/blocks?$top=100")
        .as(token)
        .send()
        .is(200)
        .json()
        .getJsonArray("blocks")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(block -> block.getString("id"))
        .toList();
  }

  /** Payara refuses such paths, and WildFly does not. */
  @ParameterizedTest
  @ValueSource(strings = {".", "..", "%2E", "%2e%2E", "a%5Cb"})
  void idOfDotsOrWithABackslashIsBlockedOrRefused(String escaped) {
    String path = "/admin/blocks/client/" + escaped;
    int status = environment.api().put(path).as(token).send().status();

    assertThat(status).isIn(204, 400, 404);
    assertThat(blockedIds().contains(URLDecoder.decode(escaped, StandardCharsets.UTF_8)))
        .isEqualTo(status == 204);
    environment.api().delete(path).as(token).send().is(status);
  }
}
