package webhooks.domain.delivery;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;

/**
 * Inserts rows of events, deliveries and attempts into a test database. A delivery is of the
 * account of its webhook, and everything else of one account.
 */
public final class QueueRows {
  private static final String EVENT =
      "insert into event (id, message_id, account_id, occurrence, event_type, itwin_id, body,"
          + " created) values (?, ?, 'account', 0, ?, 'account', ?, ?)";
  private static final String PENDING =
      "insert into delivery_pending (id, event_id, webhook_id, attempts, created, account_id,"
          + " activation) values (?, ?, ?, ?, ?, 'account', 1)";
  private static final String FINISHED =
      "insert into delivery_finished (id, event_id, webhook_id, attempts, created, account_id,"
          + " activation, status) values (?, ?, ?, ?, ?, 'account', 1, ?)";
  private static final String ATTEMPT =
      "insert into attempt (delivery_id, number, account_id, started, duration_ms, status_code,"
          + " error) values (?, ?, 'account', current_timestamp, ?, ?, ?)";
  private static final String OWNED =
      "update %s d set account_id = (select w.account_id from webhook w where w.id = d.webhook_id)"
          + " where exists (select 1 from webhook w where w.id = d.webhook_id)";
  private static final String COPIED =
      " (id, account_id, event_id, webhook_id, activation, attempts, created";
  private static final String PENDING_OF_FINISHED =
      "insert into delivery_pending"
          + COPIED
          + ") select id, account_id, event_id, webhook_id, activation, attempts, created"
          + " from delivery_finished where id = ?";
  private static final String FINISHED_OF_PENDING =
      "insert into delivery_finished"
          + COPIED
          + ", status) select id, account_id, event_id, webhook_id, activation, attempts, created, 1"
          + " from delivery_pending";

  private final TestDatabase database;

  /** Creates the rows of a database. */
  public QueueRows(TestDatabase database) {
    this.database = database;
  }

  /** Inserts an event with a message id of its own. */
  public void event(UUID id, String type, byte[] body, OffsetDateTime created) {
    events(List.of(id), type, body, created);
  }

  /** Inserts events with message ids of their own. */
  public void events(List<UUID> ids, String type, byte[] body, OffsetDateTime created) {
    database.executeAll(
        EVENT,
        ids.stream().map(id -> new Object[] {id, UUID.randomUUID(), type, body, created}).toList());
  }

  /** A delivery in the first activation of its webhook; a pending one is in the backlog. */
  public record Row(
      UUID id,
      UUID event,
      UUID webhook,
      DeliveryStatus status,
      int attempts,
      OffsetDateTime created) {}

  /** Inserts deliveries. */
  public void deliveries(List<Row> rows) {
    List<Object[]> pending = new ArrayList<>();
    List<Object[]> finished = new ArrayList<>();
    for (Row row : rows) {
      if (row.status() == DeliveryStatus.PENDING) {
        pending.add(
            new Object[] {row.id(), row.event(), row.webhook(), row.attempts(), row.created()});
      } else {
        finished.add(
            new Object[] {
              row.id(),
              row.event(),
              row.webhook(),
              row.attempts(),
              row.created(),
              row.status().number()
            });
      }
    }
    database.executeAll(PENDING, pending);
    database.executeAll(FINISHED, finished);
    database.execute(OWNED.formatted("delivery_pending"));
    database.execute(OWNED.formatted("delivery_finished"));
  }

  /** Inserts an attempt, a successful one if there is no error. */
  public void attempt(UUID delivery, int number, int millis, Integer statusCode, String error) {
    database.execute(ATTEMPT, delivery, number, millis, statusCode, error);
  }

  /** Makes a finished delivery pending. */
  public void requeue(UUID delivery) {
    database.execute(PENDING_OF_FINISHED, delivery);
    database.execute("delete from delivery_finished where id = ?", delivery);
  }

  /** Makes all pending deliveries succeed without an attempt. */
  public void finishAll() {
    database.execute(FINISHED_OF_PENDING);
    database.execute("delete from delivery_pending");
  }

  /** Deletes a delivery. */
  public void delete(UUID delivery) {
    database.execute("delete from delivery_pending where id = ?", delivery);
    database.execute("delete from delivery_finished where id = ?", delivery);
  }
}
