package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Erasures of payloads, and the option that bounds how they are kept and shown. */
class PrivacyIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);
  private final String canary = "canary-" + UUID.randomUUID();

  private Event event() {
    return Event.ofAccount(application.account())
        .holding("{\"userId\":\"" + canary + "\",\"imodelId\":\"m\"}");
  }

  /** Publishes an event, and returns its delivery when it has ended. */
  private JsonObject delivered(Event event) {
    environment.publish(event.json()).is(202);
    return history.awaitStatus(event, "succeeded");
  }

  private Answer eraseEvent(Event event, String token) {
    return environment
        .api()
        .delete("/events/" + event.messageId() + "/payload?accountId=" + application.account())
        .as(token)
        .send();
  }

  private Answer erasePayload(String delivery) {
    return environment
        .api()
        .delete(history.path() + "/deliveries/" + delivery + "/payload")
        .as(application.token())
        .send();
  }

  private Answer admin(String path, String body) {
    return environment
        .api()
        .post(path)
        .as(environment.tokens().administrator())
        .json(body.replace('\'', '"'))
        .send();
  }

  private void setRetention(String members) {
    environment
        .api()
        .patch(history.path() + "/options")
        .as(application.token())
        .json("{\"retention\":{" + members.replace('\'', '"') + "}}")
        .send()
        .is(200);
  }

  private void assertErased(String delivery) {
    Answer shown = history.get(delivery).is(200);
    assertThat(shown.json().getBoolean("payloadErased")).isTrue();
    assertThat(shown.body()).doesNotContain(canary, "\"body\"", "Headers", "responseExcerpt");
    JsonObject refused = history.redeliver(delivery).is(422).json().getJsonObject("error");
    assertThat(refused.getJsonArray("details").getJsonObject(0).getString("code"))
        .isEqualTo("PayloadErased");
  }

  @Test
  void publisherErasesAnEventForAllWebhooks() {
    Event event = event();
    String delivery = delivered(event).getString("id");
    assertThat(history.get(delivery).is(200).body()).contains(canary);

    eraseEvent(event, environment.tokens().publisher()).is(204);
    eraseEvent(event, environment.tokens().administrator()).is(204);

    assertErased(delivery);
    assertThat(environment.publish(event.json()).is(202).json().getInt("duplicates")).isEqualTo(1);
    eraseEvent(event(), environment.tokens().publisher()).is(404);
    environment
        .api()
        .delete("/events/" + event.messageId() + "/payload")
        .as(environment.tokens().publisher())
        .send()
        .is(422);
  }

  @Test
  void pendingDeliveriesOfAnErasedEventAreCancelled() {
    environment
        .api()
        .post(history.path() + "/pause")
        .as(application.token())
        .json("{}")
        .send()
        .is(200);
    Event event = event();
    environment.publish(event.json()).is(202);
    history.awaitStatus(event, "pending");

    eraseEvent(event, environment.tokens().publisher()).is(204);

    String delivery = history.awaitStatus(event, "cancelled").getString("id");
    environment.api().post(history.path() + "/resume").as(application.token()).send().is(200);
    assertErased(delivery);
    assertThat(inbox.receipts()).isEmpty();
    assertThat(
            history
                .recover("{\"since\":\"2026-01-01T00:00:00Z\"}")
                .is(202)
                .json()
                .getInt("payloadErased"))
        .isEqualTo(1);
  }

  @Test
  void ownerErasesOneDelivery() {
    Inbox other = environment.receiver().inbox();
    DeliveryHistory kept =
        new DeliveryHistory(environment, application, application.register(other), other);
    Event event = event();
    String delivery = delivered(event).getString("id");
    String ofOther = kept.awaitStatus(event, "succeeded").getString("id");

    erasePayload(delivery).is(204);
    erasePayload(delivery).is(204);

    assertErased(delivery);
    assertThat(kept.get(ofOther).is(200).body()).contains(canary);
    erasePayload(UUID.randomUUID().toString()).is(404);
  }

  @Test
  void payloadsEndWithTheirDeliveries() {
    setRetention("'payload':'PT0S'");

    assertErased(delivered(event()).getString("id"));
  }

  @Test
  void redactedValuesAreSentAndNotShown() {
    setRetention("'redact':['$.content.userId'],'storeResponse':false");
    Event event = event();
    String delivery = delivered(event).getString("id");

    assertThat(new String(inbox.awaitEvent(event.messageId()).body())).contains(canary);
    Answer shown = history.get(delivery).is(200);
    assertThat(shown.json().getString("body")).contains("\"userId\":\"***\"", "\"m\"");
    assertThat(shown.body()).doesNotContain(canary, "responseExcerpt", "responseHeaders");
  }

  @Test
  void administratorErasesAllEventsWithAValue() {
    String delivery = delivered(event()).getString("id");
    Event other = Event.ofAccount(application.account()).holding("{\"userId\":\"other\"}");
    String kept = delivered(other).getString("id");
    RejectedEvents rejected = new RejectedEvents(environment);
    environment
        .producer()
        .publishTexts(
            List.of(
                "{\"eventType\":\"no.such.type\",\"content\":{\"userId\":\"" + canary + "\"}}",
                "no JSON, and yet " + canary));
    rejected.awaitBody("no.such.type\",\"content\":{\"userId\":\"" + canary);
    rejected.awaitBody("and yet " + canary);

    JsonObject erasure = finished(admin("/admin/erasures", criteria()).json());

    assertThat(erasure.getInt("events")).isEqualTo(1);
    assertThat(erasure.getInt("rejectedEvents")).isEqualTo(2);
    assertErased(delivery);
    assertThat(history.get(kept).is(200).json().containsKey("payloadErased")).isFalse();
    assertThat(rejected.all()).noneMatch(one -> one.toString().contains(canary));
    assertThat(erasure.toString()).doesNotContain(canary);
    String receipt = erasure.getString("receipt");
    assertThat(verified(receipt)).isTrue();
    assertThat(verified(receipt.substring(1))).isFalse();
    assertThat(
            new Administration(environment)
                .all(
                    "/admin/audit?action=events.erased&accountId=" + application.account(), "acts"))
        .anyMatch(act -> act.getString("detail").startsWith("erasure=" + erasure.getString("id")))
        .noneMatch(act -> act.toString().contains(canary));
  }

  private String criteria() {
    return "{'path':'$.content.userId','value':'%s','accountId':'%s'}"
        .formatted(canary, application.account());
  }

  private boolean verified(String receipt) {
    return admin("/admin/erasure-receipts/verify", "{'receipt':'" + receipt + "'}")
        .is(200)
        .json()
        .getBoolean("valid");
  }

  private JsonObject finished(JsonObject erasure) {
    return await("the end of the erasure")
        .atMost(LIMIT)
        .until(
            () ->
                environment
                    .api()
                    .get("/admin/erasures/" + erasure.getString("id"))
                    .as(environment.tokens().administrator())
                    .send()
                    .is(200)
                    .json(),
            one -> one.getString("status").equals("finished"));
  }
}
