package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
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
}
