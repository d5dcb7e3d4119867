package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/**
 * The options timeout and retry, and the header by which a receiver ends a delivery. Apostrophes
 * stand for quotes.
 */
class AttemptOptionsIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);

  private Answer patch(String options) {
    return application.patchOptions(webhook, options);
  }

  private JsonObject test() {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/test")
        .as(application.token())
        .send()
        .is(200)
        .json();
  }

  private Event publish() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return event;
  }

  private void assertExhaustedAfter(int attempts, Event event) {
    JsonObject delivery = history.awaitStatus(event, "exhausted");

    assertThat(delivery.getInt("attemptCount")).isEqualTo(attempts);
    assertThat(inbox.receipts(event.messageId())).hasSize(attempts);
  }

  @Test
  void attemptEndsWithTheTimeOutOfTheWebhook() {
    patch("{'timeout':'PT1S'}").is(200);
    inbox.delayBy(Duration.ofSeconds(4));

    JsonObject ended = test();

    assertThat(ended.getString("error")).isEqualTo("timeout");
    assertThat(ended.getInt("durationMs")).isBetween(1000, 3900);
  }

  @Test
  void longTimeOutWaitsForTheAnswer() {
    patch("{'timeout':'PT30S'}").is(200);
    inbox.delayBy(Duration.ofSeconds(7));
    Event event = publish();

    assertThat(test().getBoolean("succeeded")).isTrue();
    assertThat(history.awaitStatus(event, "succeeded").getInt("attemptCount")).isEqualTo(1);
  }

  @Test
  void emptyScheduleMeansNoRetry() {
    patch("{'retry':{'schedule':[]}}").is(200);
    inbox.respondWith(500, 204);

    assertExhaustedAfter(1, publish());
  }

  @Test
  void ownScheduleDecidesAboutRetries() {
    patch("{'retry':{'schedule':['PT1S','PT1S','PT1S'],'finalStatuses':[404]}}").is(200);
    inbox.respondWith(500, 503, 400);
    // The operator's schedule has two waits.
    assertExhaustedAfter(4, publish());

    inbox.respondWith(500, 404);
    assertExhaustedAfter(2, publish());
  }

  @Test
  void receiverEndsADelivery() {
    inbox.respondWithHeader("webhook-delivery", "abort-message").respondWith(500);
    Event event = publish();

    assertExhaustedAfter(1, event);

    String id = history.awaitStatus(event, "exhausted").getString("id");
    assertThat(history.get(id).is(200).body()).contains("\"cause\":\"aborted by receiver\"");
    inbox.respondWith(204);
    history.awaitStatus(publish(), "succeeded");
  }

  @Test
  void ownerReadsWhatIsSet() {
    patch("{'timeout':'PT2.5S','retry':{'schedule':['PT5S','P2D'],'finalStatuses':[400,422]}}")
        .is(200);

    Answer read =
        environment
            .api()
            .get("/webhooks/" + webhook.id() + "/options")
            .as(application.token())
            .send()
            .is(200);
    assertThat(read.body())
        .contains(
            "\"timeout\":\"PT2.5S\"",
            "\"retry\":{\"schedule\":[\"PT5S\",\"P2D\"],\"finalStatuses\":[400,422]}");
    environment
        .api()
        .delete("/webhooks/" + webhook.id() + "/options/retry")
        .as(application.token())
        .send()
        .is(204);
    patch("{'timeout':'PT3S'}").is(200);
  }

  @Test
  void namesAllFaults() {
    patch("{'timeout':'PT31S','retry':{'schedule':['PT1S','P3D'],'finalStatuses':[200],'x':1}}")
        .isError(
            422,
            "InvalidRequest",
            "InvalidValue timeout",
            "InvalidValue retry.schedule[1]",
            "InvalidValue retry.finalStatuses[0]",
            "InvalidProperty retry.x");
  }
}
