package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Tests that operators see why a webhook fails. */
class WebhookStatesIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);
  private final String ofAccount = "/admin/webhooks?accountId=" + application.account();

  @Test
  void showsWhyAWebhookFails() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.publishAndReceive(1);

    await()
        .untilAsserted(
            () -> {
              JsonObject failing = administration.get(path(webhook)).is(200).json();
              assertThat(failing.getInt("failureStreak")).isEqualTo(1);
              assertThat(failing.getJsonObject("lastError").getInt("statusCode")).isEqualTo(503);
              assertThat(failing.getJsonObject("lastError").getString("error")).isEqualTo("status");
              assertThat(failing.getJsonObject("pending").getInt("count")).isEqualTo(1);
              assertThat(failing.keySet()).contains("failingSince", "pausedUntil");
              assertThat(administration.all(ofAccount, "webhooks")).containsExactly(failing);
            });
  }

  @Test
  void showsThatNobodyListensAtTheReceiver() {
    Registered webhook =
        application.activate(
            application.create(Body.ofAccount(URI.create("https://127.0.0.1:1/"))));
    environment.producer().publish(Event.ofAccount(application.account()));

    await()
        .untilAsserted(
            () -> {
              JsonObject failing = administration.get(path(webhook)).is(200).json();
              assertThat(failing).containsKey("lastError");
              JsonObject last = failing.getJsonObject("lastError");
              assertThat(last.getString("error")).isEqualTo("connect");
              assertThat(last.getString("cause")).isEqualTo("refused");
            });
  }

  private static String path(Registered webhook) {
    return "/admin/webhooks/" + webhook.id();
  }
}
