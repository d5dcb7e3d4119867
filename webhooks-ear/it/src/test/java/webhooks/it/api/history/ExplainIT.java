package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Why an event did not come, and whether a webhook works. */
class ExplainIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox, Event.CREATED);
  private final String path = "/webhooks/" + webhook.id();
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);

  private Event publish(Event event) {
    environment.publish(event.json()).is(202);
    return event;
  }

  private Event ofAccount() {
    return Event.ofAccount(application.account());
  }

  private Answer get(String of, String token) {
    return environment.api().get(of).as(token).send();
  }

  private JsonObject explain(Event event) {
    return get(path + "/explain?messageId=" + event.messageId(), application.token())
        .is(200)
        .json();
  }

  private JsonObject health() {
    return get(path + "/health", application.token()).is(200).json();
  }

  @Test
  void explainsDeliveredEventWithItsAttempts() {
    inbox.respondWith(503, 204);
    Event event = publish(ofAccount().enqueued("2026-10-02T14:55Z"));
    history.awaitStatus(event, "succeeded");

    JsonObject explained = explain(event);

    assertThat(explained.getString("result")).isEqualTo("delivered");
    assertThat(explained.getJsonObject("event").getString("enqueuedDateTime"))
        .isEqualTo("2026-10-02T14:55Z");
    assertThat(explained.getJsonObject("delivery").getJsonArray("attempts"))
        .extracting(attempt -> attempt.asJsonObject().getInt("statusCode"))
        .containsExactly(204, 503);
    assertThat(explained.getJsonObject("webhook").getString("callbackUrl"))
        .isEqualTo(inbox.url().toString());
  }

  /** The settings of the time decide, and are shown without secrets. */
  @Test
  void explainsWithTheSettingsOfThatTime() {
    application.setOptions(
        webhook,
        "{'headers':[{'name':'X-Key','value':'canary-of-explain'}],'description':'first'}");
    Event event = publish(ofAccount().ofType(Event.DELETED));
    application.patch(webhook, "{\"eventTypes\":[\"" + Event.DELETED + "\"]}").is(200);
    Event later = publish(ofAccount().ofType(Event.DELETED));
    inbox.awaitEvent(later.messageId());

    JsonObject explained = explain(event);

    assertThat(explained.getString("result")).isEqualTo("notSubscribed");
    JsonObject settings = explained.getJsonObject("webhook");
    assertThat(settings.getJsonArray("eventTypes").getString(0)).isEqualTo(Event.CREATED);
    assertThat(settings.getJsonObject("options").getString("description")).isEqualTo("first");
    assertThat(explained.toString()).doesNotContain("canary-of-explain", webhook.secret());
    assertThat(settings.getString("until")).isNotEmpty();
    assertThat(explain(later).getString("result")).isIn("delivered", "pending");
  }

  @Test
  void explainsInactiveAndPausedWebhooks() {
    environment.api().post(path + "/pause").as(application.token()).json("{}").send().is(200);
    Event paused = publish(ofAccount());
    assertThat(explain(paused).getString("result")).isEqualTo("paused");
    assertThat(explain(paused).getString("reason")).isEqualTo("owner");
    assertThat(health().getString("status")).isEqualTo("paused");
    assertThat(health().getString("until")).isEqualTo(explain(paused).getString("until"));

    application.deactivate(webhook);
    Event inactive = publish(ofAccount());

    assertThat(explain(paused).getString("result")).isEqualTo("inactive");
    assertThat(explain(inactive).getString("result")).isEqualTo("inactive");
    assertThat(explain(inactive).getString("reason")).isEqualTo("owner");
    assertThat(explain(inactive).containsKey("delivery")).isFalse();
    assertThat(health().getString("status")).isEqualTo("inactive");
    assertThat(health().getString("reason")).isEqualTo("owner");
  }

  @Test
  void blockIsNamed() {
    environment
        .api()
        .put("/admin/blocks/webhook/" + webhook.id())
        .as(environment.tokens().administrator())
        .send()
        .is(204);
    Event event = publish(ofAccount());

    assertThat(health().getString("status")).isEqualTo("blocked");
    assertThat(explain(event).getString("result")).isEqualTo("blocked");
    assertThat(explain(event).getString("reason")).isEqualTo("webhook");
  }

  @Test
  void failingWebhookNamesItsLastError() {
    assertThat(health().getString("status")).isEqualTo("ok");
    inbox.failEvery(1);
    publish(ofAccount());
    history.awaitFailures(1);

    JsonObject failing = health();

    assertThat(failing.getString("status")).isEqualTo("failing");
    assertThat(failing.getString("reason")).isEqualTo("receiver");
    assertThat(failing.getJsonObject("lastError").getString("error")).isEqualTo("status");
  }

  /** The same answer for an event of others and an event that never was. */
  @Test
  void disclosesNoEventOfOthers() {
    String elsewhere = "account-" + UUID.randomUUID();
    Event ofOthers = publish(Event.ofAccount(elsewhere));
    Event ofOthersITwin = publish(Event.ofITwin(environment.createITwin(elsewhere)));
    Event ofOwnITwin = publish(Event.ofITwin(environment.createITwin(application.account())));

    for (Event event : new Event[] {ofOthers, ofOthersITwin, ofAccount()}) {
      assertThat(explain(event).toString())
          .isEqualTo("{\"result\":\"neverReceived\",\"messageId\":\"" + event.messageId() + "\"}");
    }
    assertThat(explain(ofOwnITwin).getString("result")).isIn("delivered", "pending");
    Registered ofITwin = application.register(inbox, application.createMaintainedITwin());
    assertThat(
            get(
                    "/webhooks/" + ofITwin.id() + "/explain?messageId=" + ofOwnITwin.messageId(),
                    application.token())
                .is(200)
                .json()
                .getString("result"))
        .isEqualTo("otherScope");
  }

  @Test
  void administratorKnowsAllEvents() {
    Administration administration = new Administration(environment);
    Event event = publish(Event.ofAccount("account-" + UUID.randomUUID()));

    JsonObject explained =
        administration
            .get("/admin" + path + "/explain?messageId=" + event.messageId())
            .is(200)
            .json();

    assertThat(explained.getString("result")).isEqualTo("otherScope");
    assertThat(administration.get("/admin" + path + "/health").is(200).json().getString("status"))
        .isEqualTo("ok");
  }

  @Test
  void refusesInvalidRequests() {
    String token = application.token();
    get(path + "/explain", token)
        .isError(422, "InvalidRequest", "MissingRequiredProperty messageId");
    get(path + "/explain?messageId=x&color=1", token)
        .isError(422, "InvalidRequest", "InvalidProperty color", "InvalidValue messageId");
    get(path + "/health?color=1", token).isError(422, "InvalidRequest", "InvalidProperty color");
    get(path + "/explain?messageId=x", environment.application().token())
        .isError(404, "WebhookNotFound");
  }
}
