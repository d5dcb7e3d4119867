package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import webhooks.it.Application.Registered;

/** What an owner sees of the deliveries. */
class DeliveryLogIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final World world = World.shared();
  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();

  @Test
  void listsDeliveriesNewestFirstWithTheContractsProperties() {
    DeliveryLog log = log(application.registers(inbox));
    List<Event> events = log.delivers(3);

    JsonObject list = log.lists("").is(200).json();

    assertThat(list.keySet()).containsExactlyInAnyOrder("deliveries", "_links");
    List<JsonObject> deliveries = DeliveryLog.deliveries(list);
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
    DeliveryLog log = log(application.registers(inbox));
    Event event = log.delivers(1).get(0);
    JsonObject listed = log.awaitStatus(event, "succeeded");

    JsonObject one = log.gets(listed.getString("id")).is(200).json();

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
    DeliveryLog log = log(application.registers(inbox));
    List<Event> events = log.delivers(25);
    List<String> seen = new ArrayList<>();

    JsonObject page = log.lists("?$top=10").is(200).json();
    while (true) {
      DeliveryLog.deliveries(page).forEach(one -> seen.add(one.getString("messageId")));
      JsonValue next = page.getJsonObject("_links").get("next");
      if (next.equals(JsonValue.NULL)) {
        break;
      }
      log.delivers(1);
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
    DeliveryLog log = log(application.registers(inbox, Event.CREATED, Event.DELETED));
    Event first = log.delivers(1).get(0);
    log.awaitStatus(first, "succeeded");
    Event failing = Event.ofAccount(application.account()).ofType(Event.DELETED);
    world.producer().publishes(failing);
    JsonObject exhausted = log.awaitStatus(failing, "exhausted");

    assertThat(log.messages("?status=exhausted")).containsExactly("" + failing.messageId());
    assertThat(log.messages("?status=succeeded")).containsExactly("" + first.messageId());
    assertThat(log.messages("?status=pending")).isEmpty();
    assertThat(log.messages("?eventType=" + Event.DELETED))
        .containsExactly("" + failing.messageId());
    String later = Instant.parse(exhausted.getString("created")).plusSeconds(1).toString();
    assertThat(log.messages("?since=" + later)).isEmpty();
    assertThat(log.messages("?until=" + later)).hasSize(2);
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
    DeliveryLog log = log(application.registers(inbox));

    log.lists("?" + query).isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void anotherApplicationSeesAndRepairsNothing() {
    DeliveryLog log = log(application.registers(inbox));
    String id = log.awaitStatus(log.delivers(1).get(0), "succeeded").getString("id");
    String other = world.application(application.account()).token();
    String path = log.path();

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
    DeliveryLog log = log(application.registers(inbox));
    String id = log.awaitStatus(log.delivers(1).get(0), "succeeded").getString("id");
    DeliveryLog otherLog = log(application.registers(world.receiver().inbox()));

    for (String unknown : List.of(id, UUID.randomUUID().toString(), "no-uuid")) {
      otherLog.gets(unknown).isError(404, "DeliveryNotFound");
      otherLog.redelivers(unknown).isError(404, "DeliveryNotFound");
    }
  }

  private DeliveryLog log(Registered webhook) {
    return new DeliveryLog(world, application, webhook, inbox);
  }
}
