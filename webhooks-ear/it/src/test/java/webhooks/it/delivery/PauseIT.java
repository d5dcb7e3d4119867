package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** A pause by the owner or an administrator: the events of the webhook match and wait. */
class PauseIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);
  private final Inbox control = environment.receiver().inbox();

  private Answer post(String operation, String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/" + operation)
        .as(application.token())
        .json(body)
        .send();
  }

  private static String until(Instant end) {
    return "{\"until\":\"" + end + "\"}";
  }

  /** Publishes events, and waits until another webhook has got them. */
  private List<Event> publish(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      control.awaitEvent(event.messageId());
      events.add(event);
    }
    return events;
  }

  @Test
  void eventsWaitUntilTheWebhookIsResumed() {
    application.register(control);
    JsonObject before = application.get(webhook).is(200).json();

    JsonObject paused = post("pause", "{}").is(200).json();
    List<Event> events = publish(5);

    assertThat(paused.getBoolean("paused")).isTrue();
    assertThat(
            Duration.between(
                Instant.parse(paused.getString("since")), Instant.parse(paused.getString("until"))))
        .isEqualTo(Duration.ofDays(7));
    events.forEach(event -> history.awaitStatus(event, "pending"));
    assertThat(inbox.receipts()).isEmpty();
    assertThat(application.get(webhook).is(200).json()).isEqualTo(before);
    assertThat(post("test", "{}").is(200).json().getBoolean("succeeded")).isTrue();

    assertThat(post("resume", "{}").is(200).body()).isEqualTo("{\"paused\":false}");

    events.forEach(event -> history.awaitStatus(event, "succeeded"));
    assertThat(post("resume", "{}").is(200).body()).isEqualTo("{\"paused\":false}");
  }

  @Test
  void pauseEndsByItself() {
    application.register(control);
    Instant end = Instant.now().plusSeconds(3);
    post("pause", until(end)).is(200);
    Event event = publish(1).get(0);

    inbox.awaitEvent(event.messageId(), 1, LIMIT);

    assertThat(Instant.now()).isAfter(end);
    assertThat(
            environment
                .api()
                .get("/webhooks/" + webhook.id() + "/audit?action=webhook.resumed")
                .as(application.token())
                .send()
                .is(200)
                .json()
                .getJsonArray("acts")
                .getJsonObject(0)
                .getString("by"))
        .isEqualTo("product");
  }

  @Test
  void requestInFlightEnds() {
    inbox.delayBy(Duration.ofSeconds(1));
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());

    post("pause", "{}").is(200);

    history.awaitStatus(event, "succeeded");
  }

  @Test
  void onlyResumeEndsThePause() {
    application.register(control);
    post("pause", "{}").is(200);

    application.patch(webhook, "{\"callbackUrl\":\"" + inbox.url() + "?a=b\"}").is(200);
    Event first = publish(1).get(0);
    application.deactivate(webhook);
    history.awaitStatus(first, "cancelled");
    application.activate(webhook);
    Event second = publish(1).get(0);

    history.awaitStatus(second, "pending");
    assertThat(inbox.receipts()).isEmpty();
    post("resume", "{}").is(200);
    inbox.awaitEvent(second.messageId());
    assertThat(inbox.received(first.messageId())).isFalse();
  }

  @Test
  void administratorPausesAndResumes() {
    application.register(control);
    Administration administration = new Administration(environment);
    String path = "/admin/webhooks/" + webhook.id();
    Instant end = Instant.now().plusSeconds(60);

    administration.post(path + "/pause", until(end)).is(200);
    Event event = publish(1).get(0);

    assertThat(administration.get(path).is(200).json().getString("pausedUntil"))
        .startsWith(end.toString().substring(0, 19));
    assertThat(inbox.receipts()).isEmpty();
    assertThat(administration.post(path + "/resume").is(200).body())
        .isEqualTo("{\"paused\":false}");
    inbox.awaitEvent(event.messageId());
  }

  @Test
  void namesAllFaults() {
    post("pause", "{\"until\":\"tomorrow\",\"color\":1}")
        .isError(422, "InvalidRequest", "InvalidProperty color", "InvalidValue until");
    post("pause", until(Instant.now().plus(Duration.ofDays(15))))
        .isError(422, "InvalidRequest", "InvalidValue until");
    post("resume", "{\"until\":null,\"color\":1}")
        .isError(422, "InvalidRequest", "InvalidProperty color");
    assertThat(post("resume", "{}").is(200).body()).isEqualTo("{\"paused\":false}");
  }
}
