package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Tests how owners read their deliveries. */
class DeliveryHistoryIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void listsDeliveriesNewestFirst() {
    DeliveryHistory history = historyOf(application.register(inbox));
    List<Event> events = history.publishAndReceive(3);
    events.forEach(event -> history.awaitStatus(event, "succeeded"));

    JsonObject list = history.list("").is(200).json();

    assertThat(list.keySet()).containsExactlyInAnyOrder("deliveries", "_links");
    List<JsonObject> deliveries = DeliveryHistory.deliveries(list);
    Collections.reverse(events);
    assertThat(deliveries)
        .extracting(one -> one.getString("messageId"))
        .containsExactlyElementsOf(events.stream().map(one -> "" + one.messageId()).toList());
    JsonObject one = deliveries.get(0);
    assertThat(one.keySet())
        .containsExactlyInAnyOrder(
            "id",
            "messageId",
            "eventType",
            "iTwinId",
            "traceId",
            "status",
            "created",
            "attemptCount",
            "lastStatusCode");
    assertThat(one.getString("eventType")).isEqualTo(Event.CREATED);
    assertThat(one.getString("iTwinId")).isEqualTo(application.account());
    assertThat(one.getString("status")).isEqualTo("succeeded");
    assertThat(one.getString("created")).matches(TIME);
    assertThat(one.getInt("attemptCount")).isEqualTo(1);
    assertThat(one.getInt("lastStatusCode")).isEqualTo(204);
    assertThat(list.getJsonObject("_links").get("next")).isEqualTo(JsonValue.NULL);
  }

  @Test
  void showsTheSentBodyAndEveryAttempt() {
    inbox.respondWith(500, 204);
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = history.publishAndReceive(1).get(0);
    JsonObject listed = history.awaitStatus(event, "succeeded");

    JsonObject one = history.get(listed.getString("id")).is(200).json();

    assertThat(one.getString("body")).isEqualTo(inbox.awaitEvent(event.messageId()).text());
    List<JsonObject> attempts = one.getJsonArray("attempts").getValuesAs(JsonObject.class);
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0).getString("time")).matches(TIME);
    assertThat(attempts.get(0).getInt("durationMs")).isNotNegative();
    assertThat(attempts.get(0).getInt("statusCode")).isEqualTo(500);
    assertThat(attempts.get(0).getString("error")).isEqualTo("status");
    assertThat(attempts.get(1).getInt("statusCode")).isEqualTo(204);
    assertThat(attempts.get(1)).doesNotContainKey("error");
  }

  @Test
  void pagesFromEndToEndWhileNewOnesArrive() {
    DeliveryHistory history = historyOf(application.register(inbox));
    List<Event> events = history.publishAndReceive(25);

    List<JsonObject> seen = history.pages("?$top=10", () -> history.publishAndReceive(1));

    assertThat(seen)
        .extracting(one -> one.getString("messageId"))
        .containsExactlyInAnyOrderElementsOf(
            events.stream().map(one -> "" + one.messageId()).toList());
  }

  @Test
  void filtersByStatusTypeAndTime() {
    inbox.respondWith(204, 500);
    DeliveryHistory history = historyOf(application.register(inbox, Event.CREATED, Event.DELETED));
    Event first = history.publishAndReceive(1).get(0);
    history.awaitStatus(first, "succeeded");
    Event failing = Event.ofAccount(application.account()).ofType(Event.DELETED);
    environment.producer().publish(failing);
    JsonObject exhausted = history.awaitStatus(failing, "exhausted");

    assertThat(history.messages("?status=exhausted")).containsExactly("" + failing.messageId());
    assertThat(history.messages("?status=succeeded")).containsExactly("" + first.messageId());
    assertThat(history.messages("?status=pending")).isEmpty();
    assertThat(history.messages("?eventType=" + Event.DELETED))
        .containsExactly("" + failing.messageId());
    String later = Instant.parse(exhausted.getString("created")).plusSeconds(1).toString();
    assertThat(history.messages("?since=" + later)).isEmpty();
    assertThat(history.messages("?until=" + later)).hasSize(2);
  }

  @Test
  void keepsTheBeginningOfAnyAnswer() {
    byte[] answer = new byte[10_000];
    Arrays.fill(answer, (byte) 'x');
    answer[0] = (byte) 0xff;
    answer[1] = 0;
    inbox.respondWith(400, 200).respondWithBody(answer).respondWithHeader("X-Odd", "\u00ff\u00e9");
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = history.publishAndReceive(1).get(0);
    String id = history.awaitStatus(event, "succeeded").getString("id");

    JsonArray attempts = history.get(id).is(200).json().getJsonArray("attempts");

    assertThat(attempts.getValuesAs(JsonObject.class))
        .hasSize(2)
        .extracting(attempt -> attempt.getString("responseExcerpt"))
        .containsOnly("\ufffd\0" + "x".repeat(1022));
  }

  @Test
  void showsHeadersWithoutCredentials() {
    inbox.respondWith(401, 200).respondWithHeader("Set-Cookie", "a=the receiver's");
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = history.publishAndReceive(1).get(0);
    String id = history.awaitStatus(event, "succeeded").getString("id");

    List<JsonObject> attempts =
        history.get(id).is(200).json().getJsonArray("attempts").getValuesAs(JsonObject.class);

    JsonObject sent = attempts.get(0).getJsonObject("requestHeaders");
    assertThat(sent.getString("webhook-id")).isEqualTo("" + event.messageId());
    assertThat(sent.getString("host")).isEqualTo(inbox.url().getAuthority());
    assertThat(sent.getString("signature"))
        .isEqualTo(inbox.receipts().get(0).header("Signature").substring(0, 15) + "…");
    assertThat(attempts.get(0).getJsonObject("responseHeaders").getString("set-cookie"))
        .isEqualTo("***");
    assertThat(attempts.get(1).getJsonObject("requestHeaders").getString("webhook-timestamp"))
        .isEqualTo(inbox.receipts().get(1).header("webhook-timestamp"));
    assertThat(attempts.get(1).containsKey("responseHeaders")).isFalse();
  }

  @Test
  void showsABodyOf100KilobytesByteForByte() {
    String content = "{\"z\":1.50,\"a\":\"" + "\\u6771京\ud83d\ude00".repeat(8000) + "\",\"n\":1e2}";
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = Event.ofAccount(application.account()).holding(content);
    environment.producer().publish(event);
    String id = history.awaitStatus(event, "succeeded").getString("id");

    String shown = history.get(id).is(200).json().getString("body");

    assertThat(shown)
        .startsWith("{\"content\":" + content + ",")
        .isEqualTo(inbox.awaitEvent(event.messageId()).text());
  }

  @Test
  void pagesThroughFilteredDeliveries() {
    DeliveryHistory history = historyOf(application.register(inbox, Event.CREATED, Event.DELETED));
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      history.publishAndReceive(1);
      Event deleted = Event.ofAccount(application.account()).ofType(Event.DELETED);
      environment.producer().publish(deleted);
      history.awaitStatus(deleted, "succeeded");
      wanted.add(0, "" + deleted.messageId());
    }
    List<JsonObject> whole = DeliveryHistory.deliveries(history.list("").is(200).json());
    String since = whole.get(7).getString("created");
    String until = whole.get(1).getString("created");

    for (String filter : List.of("", "&status=succeeded")) {
      String ofType = "?$top=2&eventType=" + Event.DELETED + filter;
      assertThat(history.pages(ofType, () -> {})).extracting(this::idOf).isEqualTo(wanted);
      assertThat(history.pages("?$top=2&since=" + since + "&until=" + until + filter, () -> {}))
          .extracting(this::idOf)
          .isEqualTo(whole.subList(2, 8).stream().map(this::idOf).toList());
    }
    assertThat(history.pages("?$top=2&status=exhausted", () -> {})).isEmpty();
  }

  private String idOf(JsonObject delivery) {
    return delivery.getString("messageId");
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0, $top",
    "$top=101, $top",
    "$top=x, $top",
    "$top=5&$top=abc, $top",
    "status=lost, status",
    "status=pending&status=pending, status",
    "since=yesterday, since",
    "until=2026-10-02, until",
    "until=99999-01-01T00:00:00Z, until",
    "continuationToken=abc, continuationToken",
    // A cursor of another list.
    "continuationToken=YWN0cyAyMDI2LTExLTI2VDAzOjQ3OjU0WiBkYTM4YTA4Yy05YjBkLTRmNmQtOGM0Zi0wZjJkNmU2ZGIyYTE, continuationToken"
  })
  void refusesABadParameterByItsName(String query, String target) {
    DeliveryHistory history = historyOf(application.register(inbox));

    history.list("?" + query).isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void anotherApplicationSeesAndRecoversNothing() {
    DeliveryHistory history = historyOf(application.register(inbox));
    String id =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");
    String other = environment.application(application.account()).token();
    String path = history.path();

    environment.api().get(path + "/deliveries").as(other).send().isError(404, "WebhookNotFound");
    environment
        .api()
        .get(path + "/deliveries/" + id)
        .as(other)
        .send()
        .isError(404, "WebhookNotFound");
    environment
        .api()
        .post(path + "/deliveries/" + id + "/redeliver")
        .as(other)
        .send()
        .isError(404, "WebhookNotFound");
    environment
        .api()
        .post(path + "/recover")
        .as(other)
        .json("{\"since\":\"2026-01-01T00:00:00Z\"}")
        .send()
        .isError(404, "WebhookNotFound");
  }

  @Test
  void deliveryOfAnotherWebhookIsNotFound() {
    DeliveryHistory history = historyOf(application.register(inbox));
    String id =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");
    DeliveryHistory otherHistory = historyOf(application.register(environment.receiver().inbox()));

    for (String unknown : List.of(id, UUID.randomUUID().toString(), "no-uuid")) {
      otherHistory.get(unknown).isError(404, "DeliveryNotFound");
      otherHistory.redeliver(unknown).isError(404, "DeliveryNotFound");
    }
  }

  private DeliveryHistory historyOf(Registered webhook) {
    return new DeliveryHistory(environment, application, webhook, inbox);
  }
}
