package webhooks.domain.delivery.queue.erase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.erase.DeliverySelection.OfEvent;
import webhooks.domain.delivery.queue.erase.DeliverySelection.OfIds;

/**
 * The statements that erase payloads, inside the caller's transaction.
 *
 * <p>Each transaction locks the events first. So of two transactions that erase the last two shown
 * deliveries of an event, the second one sees the first one's, and erases the event's body.
 *
 * <p>A pending delivery is cancelled, and so loses its lease: the outcome of a request in flight is
 * not recorded, so its answer does not come back.
 */
public final class PayloadTables {
  private static final String LOCK_EVENTS =
      "select id from event where id = any(?) order by id for update";

  private static final String EVENTS_OF =
      "select distinct event_id from delivery where id = any(?) order by event_id";

  private static final String IS_ERASED =
      "select id from event where id = ? and octet_length(body) = 0";

  private static final String ERASE_EVENT =
      "update event set body = ?, tracestate = null where id = ? and octet_length(body) > 0";

  private static final String UNLESS_SHOWN =
      ERASE_EVENT
          + " and not exists (select 1 from delivery_pending where "
          + OfEvent.CONDITION
          + ") and not exists (select 1 from delivery_finished where "
          + OfEvent.CONDITION
          + " and not payload_erased)";

  private static final String CANCEL =
      """
      insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,
        attempts, created, payload_erased)
      select id, account_id, event_id, webhook_id, activation, %d, attempts, created, true from
      """
          .formatted(DeliveryStatus.CANCELLED.number());

  private static final String CANCEL_ON_H2 =
      CANCEL + " old table (delete from delivery_pending where %s)";

  private static final String CANCEL_ON_POSTGRES =
      "with ended as (delete from delivery_pending where %s returning *) " + CANCEL + " ended";

  private static final String ERASE_FINISHED =
      "update delivery_finished set payload_erased = true, excerpt = null"
          + " where %s and (not payload_erased or excerpt is not null)";

  private static final String ERASE_ATTEMPTS =
      """
      update attempt set excerpt = null, request_headers = null, response_headers = null
      where delivery_id in (select id from delivery_finished where %s)
        and (excerpt is not null or request_headers is not null or response_headers is not null)
      """;

  private static final byte[] EMPTY = {};
  private static final boolean CANCELS = true;
  private static final int EMPTY_PASSES = 2;

  private final Connection connection;
  private final Dialect dialect;

  /** Creates the statements for a connection's transaction. */
  public PayloadTables(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * Erases an event for all webhooks: its body, and the payloads of its deliveries. The event's row
   * stays, so that a repeat is recognised. An erasure of the same event may be repeated.
   */
  public ErasedCount eraseEvent(UUID eventId) throws SQLException {
    lockEvents(List.of(eventId));
    eraseBody(eventId);
    return erase(new OfEvent(eventId), CANCELS);
  }

  /**
   * Erases the payload of a delivery for its webhook alone, and cancels the delivery if it is
   * pending. The body of an event without any other delivery that shows it is erased too.
   */
  public ErasedCount eraseDelivery(UUID deliveryId) throws SQLException {
    return eraseDeliveries(List.of(deliveryId), CANCELS);
  }

  /** Erases the payloads of finished deliveries like {@link #eraseDelivery}. */
  ErasedCount eraseFinished(Collection<UUID> deliveryIds) throws SQLException {
    return deliveryIds.isEmpty() ? ErasedCount.NONE : eraseDeliveries(deliveryIds, !CANCELS);
  }

  private ErasedCount eraseDeliveries(Collection<UUID> deliveryIds, boolean cancels)
      throws SQLException {
    List<UUID> events;
    try (PreparedStatement select = connection.prepareStatement(EVENTS_OF)) {
      SqlArrays.set(select, 1, "uuid", deliveryIds.toArray());
      events = SqlRows.uuids(select);
    }
    lockEvents(events);
    ErasedCount erased = erase(new OfIds(deliveryIds), cancels);
    for (UUID event : events) {
      eraseBodyUnlessShown(event);
    }
    return erased;
  }

  /** Returns whether the body of the event is erased. */
  boolean isErased(UUID eventId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IS_ERASED)) {
      select.setObject(1, eventId);
      return !SqlRows.uuids(select).isEmpty();
    }
  }

  private void lockEvents(List<UUID> ids) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK_EVENTS)) {
      SqlArrays.set(lock, 1, "uuid", ids.toArray());
      SqlRows.uuids(lock);
    }
  }

  private void eraseBody(UUID event) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(ERASE_EVENT)) {
      update.setBytes(1, EMPTY);
      update.setObject(2, event);
      update.executeUpdate();
    }
  }

  private void eraseBodyUnlessShown(UUID event) throws SQLException {
    OfEvent deliveries = new OfEvent(event);
    try (PreparedStatement update = connection.prepareStatement(UNLESS_SHOWN)) {
      update.setBytes(1, EMPTY);
      update.setObject(2, event);
      deliveries.set(update, 3);
      deliveries.set(update, 6);
      update.executeUpdate();
    }
  }

  /**
   * Erases the payloads of all selected deliveries. A record or a requeue of this moment may move a
   * delivery to the other table, so this repeats until it finds none twice in a row: a requeue
   * commits while a pass waits for its row, after the pass has read the other table.
   */
  private ErasedCount erase(DeliverySelection selected, boolean cancels) throws SQLException {
    String cancel = dialect == Dialect.H2 ? CANCEL_ON_H2 : CANCEL_ON_POSTGRES;
    ErasedCount all = ErasedCount.NONE;
    int empty = 0;
    while (empty < EMPTY_PASSES) {
      int cancelled = cancels ? execute(cancel, selected) : 0;
      int finished = execute(ERASE_FINISHED, selected);
      int changed = cancelled + finished;
      empty = changed == 0 ? empty + 1 : 0;
      all = all.plus(new ErasedCount(changed, cancelled));
    }
    execute(ERASE_ATTEMPTS, selected);
    return all;
  }

  private int execute(String sql, DeliverySelection selected) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql.formatted(selected.condition()))) {
      selected.set(statement, 1);
      return statement.executeUpdate();
    }
  }
}
