package webhooks.domain.event.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.IngestNode;
import webhooks.domain.id.Ids;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.WebhookRow;

/** Which stored events a preview may read. */
@OnEveryDatabase
class StoredEventsTest {
  private final TestDatabase database;
  private final StoredEvents events;
  private IngestNode node;
  private UUID webhook;

  StoredEventsTest(TestDatabase database) {
    this.database = database;
    this.events = new StoredEvents(database.database());
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
    webhook = new WebhookRow().insertInto(database);
  }

  private UUID store() {
    UUID id = UUID.randomUUID();
    byte[] json =
        ("{\"messageId\":\"%s\",\"eventType\":\"iModels.changesReady.v1\","
                + "\"accountId\":\"account\",\"content\":{}}")
            .formatted(id)
            .getBytes(StandardCharsets.UTF_8);
    EventReader reader = new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
    node.ingest().accept(List.of(reader.read(json, Ids::next)), Map.of(), Slots.NONE);
    return id;
  }

  /** Inserts a delivery of the only event that has succeeded. */
  private void deliver(UUID to) {
    UUID event = database.ids("select id from event").iterator().next();
    UUID id = new UUID(event.getMostSignificantBits(), to.getLeastSignificantBits());
    new QueueRows(database)
        .deliveries(
            List.of(
                new QueueRows.Row(
                    id, event, to, DeliveryStatus.SUCCEEDED, 1, OffsetDateTime.now())));
  }

  private void keepPayloads(String duration) {
    database.inTransaction(
        () -> {
          new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true)
              .put(
                  webhook,
                  "account",
                  OptionRules.options("{'retention': {'payload': '" + duration + "'}}"),
                  Instant.now());
          return null;
        });
  }

  /** Returns whether the body is there; empty if there is no event. */
  private Optional<Boolean> isReadable(UUID messageId) {
    return database.inTransaction(
        () ->
            events
                .find(messageId, WebhookScope.ACCOUNT, "account", webhook)
                .map(found -> found.bytes() != null));
  }

  private List<UUID> read() {
    List<UUID> found = new ArrayList<>();
    assertThat(isReadWhole(events, found)).isTrue();
    return found;
  }

  /** Adds the events that are read, and returns whether all were. */
  private boolean isReadWhole(StoredEvents events, List<UUID> found) {
    return database.inTransaction(
        () ->
            events.read(
                Instant.now().minusSeconds(60),
                WebhookScope.ACCOUNT,
                "account",
                (EventBody event) -> found.add(event.messageId())));
  }

  @Test
  void erasedEventHasNoBody() {
    UUID erased = store();
    UUID kept = store();
    database.execute(
        "update event set body = ? where message_id = ?", (Object) new byte[0], erased);

    assertThat(isReadable(erased)).contains(false);
    assertThat(isReadable(kept)).contains(true);
    assertThat(read()).containsExactly(kept);
  }

  @Test
  void payloadThatTheWebhookMayNotShowIsNotRead() {
    UUID event = store();
    UUID other = new WebhookRow().insertInto(database);
    deliver(webhook);
    deliver(other);
    String erase = "update delivery_finished set payload_erased = true where webhook_id = ?";

    database.execute(erase, other);
    assertThat(isReadable(event)).contains(true);
    keepPayloads("PT1H");
    assertThat(isReadable(event)).contains(true);
    keepPayloads("PT0S");
    assertThat(isReadable(event)).contains(false);
    keepPayloads("PT1H");
    database.execute(erase, webhook);
    assertThat(isReadable(event)).contains(false);
  }

  @Test
  void eventsAboutWebhooksAreNotRead() {
    UUID about = store();
    UUID published = store();
    database.execute(
        "update event set event_type = ? where message_id = ?", EventTypes.OWN.get(0), about);

    assertThat(isReadable(about)).isEmpty();
    assertThat(read()).containsExactly(published);
  }

  @Test
  void eventsThatWereReadCountWhenTheTimeIsOver() {
    StoredEvents noTime = new StoredEvents(database.database(), Duration.ZERO);
    List<UUID> found = new ArrayList<>();
    UUID first = store();
    UUID second = store();

    assertThat(isReadWhole(noTime, found)).isFalse();
    // Events of one millisecond have no order.
    assertThat(found).containsAnyOf(first, second).hasSize(1);
  }

  @Test
  void theOnlyEventIsReadInAnyTime() {
    StoredEvents noTime = new StoredEvents(database.database(), Duration.ZERO);
    List<UUID> found = new ArrayList<>();
    UUID only = store();

    assertThat(isReadWhole(noTime, found)).isTrue();
    assertThat(found).containsExactly(only);
  }
}
