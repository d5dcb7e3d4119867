package webhooks.domain.delivery.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookRow;

/** Rows for the tests of the delivery history, in tables that are emptied first. */
public final class HistoryRows {
  /** The type of an event. */
  public static final String TYPE = "iModels.changesReady.v1";

  private final TestDatabase database;
  private final QueueRows queue;
  private long lastId;

  /** Empties the tables. */
  public HistoryRows(TestDatabase database) {
    this.database = database;
    queue = new QueueRows(database);
    database.clear();
  }

  /** Inserts a webhook in its seventh activation. */
  public UUID webhook() {
    return new WebhookRow().with("activation", 7L).insertInto(database);
  }

  /** Inserts a delivery of an event of its own. */
  public UUID delivery(UUID webhook, DeliveryStatus status, Instant created, String type) {
    return deliveries(webhook, status, List.of(created), type).get(0);
  }

  /** Inserts a delivery of one event, in the first activation, for each time of creation. */
  public List<UUID> deliveries(
      UUID webhook, DeliveryStatus status, List<Instant> created, String type) {
    UUID event = UUID.randomUUID();
    queue.event(
        event, type, "{\"webhookId\":\"".getBytes(StandardCharsets.UTF_8), OffsetDateTime.now());
    List<UUID> ids = new ArrayList<>();
    List<QueueRows.Row> rows = new ArrayList<>();
    for (Instant time : created) {
      UUID id = idOf(time);
      ids.add(id);
      rows.add(new QueueRows.Row(id, event, webhook, status, 3, time.atOffset(ZoneOffset.UTC)));
    }
    queue.deliveries(rows);
    return ids;
  }

  /** Returns an id that begins with the time, as that of a delivery does, and grows. */
  private UUID idOf(Instant time) {
    return new UUID(Ids.firstOf(time).getMostSignificantBits(), Long.MIN_VALUE + ++lastId);
  }

  /** Inserts an attempt that succeeded. */
  public void attempt(UUID delivery, int number, int millis) {
    queue.attempt(delivery, number, millis, 200, null);
  }
}
