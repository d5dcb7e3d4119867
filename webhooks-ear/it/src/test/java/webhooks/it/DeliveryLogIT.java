package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.Application.Registered;

/** What an owner sees of the deliveries, and how they are sent again. */
class DeliveryLogIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final World world = World.shared();
  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();

  @Test
  void listsDeliveriesNewestFirstWithTheContractsProperties() {
    Registered webhook = application.registers(inbox);
    List<Event> events = delivered(3);

    JsonObject list = lists(webhook, "").is(200).json();

    assertThat(list.keySet()).containsExactlyInAnyOrder("deliveries", "_links");
    List<JsonObject> deliveries = deliveries(list);
    Collections.reverse(events);
    assertThat(deliveries)
        .extracting(one -> one.getString("messageId"))
        .containsExactlyElementsOf(events.stream().map(one -> "" + one.messageId()).toList());
    JsonObject one = deliveries.get(0);
    assertThat(one.keySet())
        .containsExactlyInAnyOrder(
            "id", "messageId", "eventType", "iTwinId", "status", "created", "attemptCount");
    assertThat(one.getString("eventType")).isEqualTo(Event.CREATED);
    assertThat(one.getString("iTwinId")).isEqualTo(application.account());
    assertThat(one.getString("status")).isEqualTo("succeeded");
    assertThat(one.getString("created")).matches(TIME);
    assertThat(one.getInt("attemptCount")).isEqualTo(1);
    assertThat(list.getJsonObject("_links").get("next")).isEqualTo(JsonValue.NULL);
  }

  @Test
  void showsTheBodyAsItWasSentAndEveryAttempt() {
    inbox.answers(500, 204);
    Registered webhook = application.registers(inbox);
    Event event = delivered(1).get(0);
    JsonObject listed = awaitStatus(webhook, event, "succeeded");

    JsonObject one = gets(webhook, listed.getString("id")).is(200).json();

    assertThat(one.getString("body")).isEqualTo(inbox.receives(event.messageId()).text());
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
    Registered webhook = application.registers(inbox);
    List<Event> events = delivered(25);
    List<String> seen = new ArrayList<>();

    JsonObject page = lists(webhook, "?$top=10").is(200).json();
    while (true) {
      deliveries(page).forEach(one -> seen.add(one.getString("messageId")));
      JsonValue next = page.getJsonObject("_links").get("next");
      if (next.equals(JsonValue.NULL)) {
        break;
      }
      delivered(1);
      URI href = URI.create(next.asJsonObject().getString("href"));
      page =
          world
              .api()
              .get(href.getRawPath() + "?" + href.getRawQuery())
              .as(application.token())
              .send()
              .is(200)
              .json();
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            events.stream().map(one -> "" + one.messageId()).toList());
  }

  @Test
  void filtersByStatusTypeAndTime() {
    inbox.answers(204, 500);
    Registered webhook = application.registers(inbox, Event.CREATED, Event.DELETED);
    Event first = delivered(1).get(0);
    awaitStatus(webhook, first, "succeeded");
    Event failing = Event.ofAccount(application.account()).ofType(Event.DELETED);
    world.producer().publishes(failing);
    JsonObject exhausted = awaitStatus(webhook, failing, "exhausted");

    assertThat(messages(webhook, "?status=exhausted")).containsExactly("" + failing.messageId());
    assertThat(messages(webhook, "?status=succeeded")).containsExactly("" + first.messageId());
    assertThat(messages(webhook, "?status=pending")).isEmpty();
    assertThat(messages(webhook, "?eventType=" + Event.DELETED))
        .containsExactly("" + failing.messageId());
    String later = Instant.parse(exhausted.getString("created")).plusSeconds(1).toString();
    assertThat(messages(webhook, "?since=" + later)).isEmpty();
    assertThat(messages(webhook, "?until=" + later)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0, $top",
    "$top=101, $top",
    "$top=x, $top",
    "status=lost, status",
    "since=yesterday, since",
    "until=2026-10-02, until",
    "until=99999-01-01T00:00:00Z, until",
    "continuationToken=abc, continuationToken"
  })
  void refusesABadParameterByItsName(String query, String target) {
    Registered webhook = application.registers(inbox);

    lists(webhook, "?" + query).isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void anotherApplicationSeesAndRepairsNothing() {
    Registered webhook = application.registers(inbox);
    String id = awaitStatus(webhook, delivered(1).get(0), "succeeded").getString("id");
    String other = world.application(application.account()).token();
    String path = "/webhooks/" + webhook.id();

    world.api().get(path + "/deliveries").as(other).send().isError(404, "WebhookNotFound");
    world.api().get(path + "/deliveries/" + id).as(other).send().isError(404, "WebhookNotFound");
    world
        .api()
        .post(path + "/deliveries/" + id + "/redeliver")
        .as(other)
        .send()
        .isError(404, "WebhookNotFound");
    world
        .api()
        .post(path + "/recover")
        .as(other)
        .json("{\"since\":\"2026-01-01T00:00:00Z\"}")
        .send()
        .isError(404, "WebhookNotFound");
  }

  @Test
  void deliveryOfAnotherWebhookIsNotFound() {
    Registered webhook = application.registers(inbox);
    String id = awaitStatus(webhook, delivered(1).get(0), "succeeded").getString("id");
    Registered other = application.registers(world.receiver().inbox());

    for (String unknown : List.of(id, UUID.randomUUID().toString(), "no-uuid")) {
      gets(other, unknown).isError(404, "DeliveryNotFound");
      redelivers(other, unknown).isError(404, "DeliveryNotFound");
    }
  }

  @Test
  void redeliveredTwiceItIsSentTwiceMore() {
    Registered webhook = application.registers(inbox);
    Event event = delivered(1).get(0);
    String id = awaitStatus(webhook, event, "succeeded").getString("id");

    for (int attempts = 2; attempts <= 3; attempts++) {
      JsonObject queued = redelivers(webhook, id).is(202).json();
      assertThat(queued.getString("id")).isEqualTo(id);
      awaitAttempts(webhook, id, attempts);
    }

    assertThat(inbox.receipts(event.messageId())).hasSize(3);
    assertThat(inbox.receipts(event.messageId()))
        .extracting(Receipt::text)
        .containsOnly(inbox.receives(event.messageId()).text());
  }

  @Test
  void redeliveredItsScheduleBeginsAnew() {
    inbox.answers(500);
    Registered webhook = application.registers(inbox);
    Event event = delivered(1).get(0);
    String id = awaitStatus(webhook, event, "exhausted").getString("id");

    redelivers(webhook, id).is(202);

    awaitAttempts(webhook, id, 6);
    awaitStatus(webhook, event, "exhausted");
  }

  @Test
  void recoversExactlyWhatDidNotArriveSinceThen() {
    inbox.answers(500);
    Registered webhook = application.registers(inbox);
    Event before = delivered(1).get(0);
    awaitStatus(webhook, before, "exhausted");
    List<Event> lost = delivered(3);
    lost.forEach(event -> awaitStatus(webhook, event, "exhausted"));
    List<JsonObject> deliveries = deliveries(lists(webhook, "").json());
    String since = deliveries.get(2).getString("created");
    inbox.answers(204);

    JsonObject answer = recovers(webhook, "{\"since\":\"%s\"}".formatted(since)).is(202).json();

    assertThat(answer.keySet()).containsExactly("recovered");
    assertThat(answer.getInt("recovered")).isEqualTo(3);
    lost.forEach(event -> awaitStatus(webhook, event, "succeeded"));
    assertThat(messages(webhook, "?status=exhausted")).containsExactly("" + before.messageId());
  }

  @Test
  void inactiveWebhookCannotBeRepaired() {
    Registered webhook = application.registers(inbox);
    String id = awaitStatus(webhook, delivered(1).get(0), "succeeded").getString("id");
    application.deactivates(webhook);

    redelivers(webhook, id).isError(422, "InvalidRequest", "InvalidValue active");
    recovers(webhook, "{\"since\":\"2026-01-01T00:00:00Z\"}")
        .isError(422, "InvalidRequest", "InvalidValue active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | MissingRequiredProperty since",
        "[] | InvalidRequestBody",
        "{\"since\":\"x\"} | InvalidValue since",
        "{\"since\":1} | InvalidRequestBody since",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"x\"} | InvalidValue until",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"status\":[\"succeeded\"]} | InvalidValue status",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"status\":[]} | InvalidValue status",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"x\":1} | InvalidProperty x"
      })
  void refusesABadRecovery(String body, String detail) {
    Registered webhook = application.registers(inbox);

    recovers(webhook, body).isError(422, "InvalidRequest", detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliveries/x/redeliver", "recover"})
  void readingScopeRepairsNothing(String path) {
    Registered webhook = application.registers(inbox);
    String reader = application.draft().with("scope", "webhooks:read").rs256();

    lists(webhook, "").is(200);
    world.api().get("/webhooks/" + webhook.id() + "/deliveries").as(reader).send().is(200);
    world
        .api()
        .post("/webhooks/" + webhook.id() + "/" + path)
        .as(reader)
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  /** Publishes events one after the other, each once the one before has arrived. */
  private List<Event> delivered(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = Event.ofAccount(application.account());
      world.producer().publishes(event);
      inbox.receives(event.messageId());
      events.add(event);
    }
    return events;
  }

  private JsonObject awaitStatus(Registered webhook, Event event, String status) {
    return await(status)
        .until(
            () ->
                deliveries(lists(webhook, "?$top=100&status=" + status).is(200).json()).stream()
                    .filter(one -> one.getString("messageId").equals("" + event.messageId()))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private void awaitAttempts(Registered webhook, String id, int count) {
    await(count + " attempts")
        .untilAsserted(
            () ->
                assertThat(gets(webhook, id).is(200).json().getJsonArray("attempts"))
                    .hasSize(count));
  }

  private List<String> messages(Registered webhook, String query) {
    return deliveries(lists(webhook, query).is(200).json()).stream()
        .map(one -> one.getString("messageId"))
        .toList();
  }

  private static List<JsonObject> deliveries(JsonObject list) {
    return list.getJsonArray("deliveries").getValuesAs(JsonObject.class);
  }

  private Answer lists(Registered webhook, String query) {
    return world
        .api()
        .get("/webhooks/" + webhook.id() + "/deliveries" + query)
        .as(application.token())
        .send();
  }

  private Answer gets(Registered webhook, String id) {
    return world
        .api()
        .get("/webhooks/" + webhook.id() + "/deliveries/" + id)
        .as(application.token())
        .send();
  }

  private Answer redelivers(Registered webhook, String id) {
    return world
        .api()
        .post("/webhooks/" + webhook.id() + "/deliveries/" + id + "/redeliver")
        .as(application.token())
        .send();
  }

  private Answer recovers(Registered webhook, String body) {
    return world
        .api()
        .post("/webhooks/" + webhook.id() + "/recover")
        .as(application.token())
        .json(body)
        .send();
  }
}
