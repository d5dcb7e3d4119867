package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Searches for deliveries, the selection of a recovery, and an event for all webhooks. */
class DeliverySearchIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  private DeliveryHistory historyOf(Registered webhook) {
    return new DeliveryHistory(environment, application, webhook, inbox);
  }

  private Answer get(String path) {
    return environment.api().get(path).as(application.token()).send();
  }

  private List<String> found(String query) {
    return DeliveryHistory.deliveries(get("/deliveries" + query).is(200).json()).stream()
        .map(one -> one.getString("messageId"))
        .toList();
  }

  private Event publishAndAwait(DeliveryHistory history, Event event, String status) {
    environment.producer().publish(event);
    history.awaitStatus(event, status);
    return event;
  }

  @Test
  void searchesAllWebhooksOfTheCaller() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = historyOf(webhook);
    Event event = Event.ofAccount(application.account()).holding("{\"order\":\"Needle-17\"}");
    publishAndAwait(history, event, "succeeded");
    Event other = Event.ofAccount(application.account()).holding("{\"order\":\"Hay-17\"}");
    publishAndAwait(history, other, "succeeded");
    String id = "" + event.messageId();

    JsonObject answer = get("/deliveries?text=Needle-17").is(200).json();
    JsonObject only = DeliveryHistory.deliveries(answer).get(0);
    assertThat(only.getString("messageId")).isEqualTo(id);
    assertThat(only.getString("webhookId")).isEqualTo(webhook.id());
    assertThat(answer.getJsonObject("searched").getBoolean("complete")).isFalse();
    assertThat(answer.getJsonObject("searched").getInt("rows")).isEqualTo(2);
    assertThat(found("?messageId=" + id)).containsExactly(id);
    assertThat(found("?traceId=" + only.getString("traceId"))).containsExactly(id);
    assertThat(found("?statusCode=2xx&eventType=" + Event.CREATED)).hasSize(2);
    assertThat(found("?statusCode=5xx")).isEmpty();
    assertThat(history.messages("?error=status")).isEmpty();

    Application stranger = environment.application();
    assertThat(
            DeliveryHistory.deliveries(
                environment
                    .api()
                    .get("/deliveries?messageId=" + id)
                    .as(stranger.token())
                    .send()
                    .is(200)
                    .json()))
        .isEmpty();
  }

  @Test
  void recoversByStatusAndEvent() {
    inbox.respondWith(500);
    DeliveryHistory history = historyOf(application.register(inbox));
    List<Event> lost = history.publishAndReceive(3);
    lost.forEach(event -> history.awaitStatus(event, "exhausted"));
    inbox.respondWith(204);
    String first = "{\"messageIds\":[\"" + lost.get(0).messageId() + "\"],\"statusCode\":\"5xx\"}";
    String rest = "{\"since\":\"2026-01-01T00:00:00Z\",\"statusCode\":\"500\"}";

    assertThat(history.count("{\"since\":\"2026-01-01T00:00:00Z\",\"statusCode\":\"4xx\"}"))
        .isZero();
    assertThat(history.count(rest)).isEqualTo(3);
    assertThat(history.count(first)).isEqualTo(1);
    assertThat(history.recover(first).is(202).json().getInt("recovered")).isEqualTo(1);
    history.awaitStatus(lost.get(0), "succeeded");
    assertThat(history.messages("?status=exhausted")).hasSize(2);
    assertThat(history.recover(rest).is(202).json().getInt("recovered")).isEqualTo(2);
    lost.forEach(event -> history.awaitStatus(event, "succeeded"));

    JsonObject state = get(history.path() + "/recover").is(200).json();
    assertThat(state.toString()).isEqualTo("{\"recovered\":2,\"running\":false}");
  }

  @Test
  void attemptsPendingDeliveriesNow() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    Registered webhook = application.register(inbox);
    DeliveryHistory history = historyOf(webhook);
    Event event = history.publishAndReceive(1).get(0);
    history.awaitRetry(event);
    application.patch(webhook, "{\"callbackUrl\":\"%s?again\"}".formatted(inbox.url())).is(200);
    inbox.respondWith(204);
    String body =
        "{\"status\":[\"pending\"],\"error\":\"status\",\"messageIds\":[\"%s\"]}"
            .formatted(event.messageId());

    assertThat(history.count(body)).isEqualTo(1);
    assertThat(history.recover(body).is(202).json().getInt("recovered")).isEqualTo(1);

    history.awaitStatus(event, "succeeded");
  }

  @Test
  void explainsAnEventForAllWebhooks() {
    Registered webhook = application.register(inbox);
    Registered inactive = application.create(Application.Body.ofAccount(inbox.url()));
    DeliveryHistory history = historyOf(webhook);
    Event event = history.publishAndReceive(1).get(0);
    history.awaitStatus(event, "succeeded");

    JsonObject page = get("/deliveries/explain?messageId=" + event.messageId()).is(200).json();

    assertThat(page.getJsonObject("event").getString("eventType")).isEqualTo(Event.CREATED);
    List<JsonObject> webhooks = page.getJsonArray("webhooks").getValuesAs(JsonObject.class);
    assertThat(webhooks)
        .extracting(one -> one.getString("webhookId"))
        .containsExactly(inactive.id(), webhook.id());
    assertThat(webhooks)
        .extracting(one -> one.getString("result"))
        .containsExactly("inactive", "delivered");
    assertThat(webhooks.get(1).getJsonObject("delivery").getString("status"))
        .isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource({
    "/deliveries?statusCode=9xx, InvalidValue statusCode",
    "/deliveries?error=http, InvalidValue error",
    "/deliveries?text=ab, InvalidValue text",
    "/deliveries?traceId=x, InvalidValue traceId",
    "/deliveries?messageId=x, InvalidValue messageId",
    "/deliveries?x=1, InvalidProperty x",
    "/deliveries?=1, InvalidProperty =",
    "/deliveries/explain, MissingRequiredProperty messageId"
  })
  void refusesBadParameters(String path, String detail) {
    get(path).isError(422, "InvalidRequest", detail);
  }
}
