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
import webhooks.domain.event.EventPayload;
import webhooks.domain.id.Ids;

/** Events and their deliveries as intake stores them, with times of their own. */
public final class EventRows {
  private static final String EVENT =
      "insert into event (id, account_id, message_id, occurrence, event_type, itwin_id, body,"
          + " created) values (?, ?, ?, ?, ?, ?, ?, ?)";

  private final TestDatabase database;
  private int last;

  /** Creates the rows of a database. */
  public EventRows(TestDatabase database) {
    this.database = database;
  }

  /**
   * An event.
   *
   * @param enqueued the time in its body
   */
  public record EventRow(
      UUID messageId, String account, String iTwin, String type, String content, String enqueued) {
    /** Returns an event of the account {@code account} without an iTwin. */
    public static EventRow of(String type, Instant enqueued) {
      return new EventRow(UUID.randomUUID(), "account", "account", type, "{}", enqueued.toString());
    }

    /** Returns the event of another account. */
    public EventRow ofAccount(String other) {
      return new EventRow(messageId, other, other, type, content, enqueued);
    }

    /** Returns the event of an iTwin. */
    public EventRow ofITwin(UUID id) {
      return new EventRow(messageId, account, id.toString(), type, content, enqueued);
    }

    /** Returns the event with another content. */
    public EventRow with(String other) {
      return new EventRow(messageId, account, iTwin, type, other, enqueued);
    }
  }

  private UUID id(Instant time) {
    return new UUID(Ids.firstOf(time).getMostSignificantBits(), Long.MIN_VALUE + ++last);
  }

  /** Stores an event at a time; returns the id of its row. */
  public UUID store(EventRow event, Instant stored) {
    UUID id = id(stored);
    byte[] body =
        new EventPayload(event.content().getBytes(StandardCharsets.UTF_8), event.enqueued())
            .bodyBeginning(event.messageId(), event.type(), event.iTwin());
    database.execute(
        EVENT,
        id,
        event.account(),
        event.messageId(),
        last,
        event.type(),
        event.iTwin(),
        body,
        stored.atOffset(ZoneOffset.UTC));
    return id;
  }

  /** Stores an event at a time, with its delivery to a webhook; returns the delivery's id. */
  public UUID deliver(EventRow event, Instant stored, UUID webhook, DeliveryStatus status) {
    return deliver(store(event, stored), stored, webhook, status);
  }

  /** Stores the delivery of a stored event to a webhook; returns the delivery's id. */
  public UUID deliver(UUID eventId, Instant stored, UUID webhook, DeliveryStatus status) {
    UUID id = id(stored);
    new QueueRows(database)
        .deliveries(
            List.of(
                new QueueRows.Row(
                    id, eventId, webhook, status, 1, stored.atOffset(ZoneOffset.UTC))));
    return id;
  }

  /** Stores events of one time with these message ids, and their deliveries to a webhook. */
  public void deliverAll(
      List<UUID> messageIds, Instant enqueued, UUID webhook, DeliveryStatus status) {
    OffsetDateTime created = enqueued.plusSeconds(1).atOffset(ZoneOffset.UTC);
    List<Object[]> events = new ArrayList<>();
    List<QueueRows.Row> deliveries = new ArrayList<>();
    for (UUID messageId : messageIds) {
      UUID id = id(enqueued);
      byte[] body =
          new EventPayload("{}".getBytes(StandardCharsets.UTF_8), enqueued.toString())
              .bodyBeginning(messageId, HistoryRows.TYPE, "account");
      events.add(
          new Object[] {
            id, "account", messageId, last, HistoryRows.TYPE, "account", body, created
          });
      deliveries.add(new QueueRows.Row(id(enqueued), id, webhook, status, 1, created));
    }
    database.executeAll(EVENT, events);
    new QueueRows(database).deliveries(deliveries);
  }
}
