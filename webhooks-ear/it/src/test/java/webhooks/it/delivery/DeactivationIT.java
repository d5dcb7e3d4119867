package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;

/** Tests webhooks that the product deactivates because their receivers fail. */
class DeactivationIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);

  @Test
  void status410DeactivatesAndDeliveriesCanBeRecovered() {
    List<Event> before = history.publishAndReceive(1);
    history.awaitStatus(before.get(0), "succeeded");
    inbox.respondWith(410);

    Event event = history.publishAndReceive(1).get(0);

    awaitInactive("gone");
    String id = history.awaitStatus(event, "cancelled").getString("id");
    history.awaitAttempts(id, 1);
    JsonObject undelivered = statistics().getJsonObject("undelivered");
    assertThat(undelivered.getInt("count")).isEqualTo(1);
    String since = undelivered.getString("since");
    assertThat(history.get(id).json().getString("created")).isEqualTo(since);

    inbox.respondWith(204);
    application.activate(webhook);
    assertThat(statistics().keySet()).doesNotContain("deactivationReason", "undelivered");
    assertThat(history.recover("{\"since\":\"" + since + "\"}").is(202).json().getInt("recovered"))
        .isEqualTo(1);
    history.awaitStatus(event, "succeeded");
    Event next = history.publishAndReceive(1).get(0);
    history.awaitStatus(next, "succeeded");
  }

  @OnPostgres
  @Test
  void failingForThreeDaysAndTwentyAttemptsDeactivates() {
    inbox.respondWith(500);
    failTwelveTimes();
    environment.database().ageFailureStreak(webhook.id(), 73);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
    assertThat(isActive()).as("after 15 attempts").isTrue();

    history.publishAndReceive(2);

    awaitInactive("failing");
  }

  @OnPostgres
  @Test
  void oneSuccessInBetweenKeepsItActive() {
    inbox.respondWith(500);
    failTwelveTimes();
    environment.database().ageFailureStreak(webhook.id(), 73);
    inbox.respondWith(204);
    history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded");
    inbox.respondWith(500);

    failTwelveTimes();

    assertThat(isActive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterOfABusyReceiverPausesTheWebhook(int status) {
    inbox.respondWith(status).respondWithHeader("Retry-After", "3600");
    Instant before = Instant.now();

    Event event = history.publishAndReceive(1).get(0);

    JsonObject delivery = history.awaitRetry(event);
    assertThat(Instant.parse(delivery.getString("nextAttempt")))
        .isBetween(before.plusSeconds(3590), Instant.now().plusSeconds(3610));
    // Another webhook gets these events, so the paused one had its turn.
    Inbox control = environment.receiver().inbox();
    application.register(control);
    Event during = Event.ofAccount(application.account());
    Event after = Event.ofAccount(application.account());
    environment.producer().publish(during);
    control.awaitEvent(during.messageId());
    environment.producer().publish(after);
    control.awaitEvent(after.messageId());
    history.awaitStatus(during, "pending");
    assertThat(inbox.receipts(during.messageId())).isEmpty();
  }

  @Test
  void ignoresRetryAfterOfOtherAnswers() {
    inbox.respondWith(500).respondWithHeader("Retry-After", "3600");

    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
  }

  private void failTwelveTimes() {
    history.publishAndReceive(4).forEach(event -> history.awaitStatus(event, "exhausted"));
    history.awaitFailures(12);
  }

  private void awaitInactive(String reason) {
    await("deactivation").until(() -> !isActive());
    assertThat(statistics().getString("deactivationReason")).isEqualTo(reason);
  }

  private boolean isActive() {
    return application.get(webhook).is(200).json().getBoolean("active");
  }

  private JsonObject statistics() {
    return environment
        .api()
        .get("/webhooks/" + webhook.id() + "/statistics")
        .as(application.token())
        .send()
        .is(200)
        .json();
  }
}
