package webhooks.domain.delivery.queue.requeue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.erase.ExpiredPayload;
import webhooks.domain.option.retention.RetainedPayloads;

/**
 * Requeues finished deliveries, inside the caller's transaction: moves their rows to the table of
 * pending deliveries. Their retry schedules restart, and they belong to the present activations of
 * their webhooks. Deliveries without payload stay.
 */
final class FinishedRequeue {
  private static final String ONE =
      "select id from delivery_finished d where webhook_id = ? and id = ? and attempts < "
          + DeliveryRules.MAX_ATTEMPTS
          + " and not "
          + ExpiredPayload.of("d")
          + " for update";

  private static final String OF_STATUS =
      "from delivery_finished d where id = any(?) and status = ?";

  private static final String WHOLE =
      "select id " + OF_STATUS + " and not " + ExpiredPayload.of("d") + " order by id for update";

  private static final String ERASED =
      "select count(*) " + OF_STATUS + " and " + ExpiredPayload.of("d");

  private static final String OF_WEBHOOK =
      "select id from delivery_finished d where id = any(?) and webhook_id = ?"
          + " and status in (%d, %d)"
              .formatted(DeliveryStatus.SUCCEEDED.number(), DeliveryStatus.EXHAUSTED.number())
          + " and attempts < %d and not ".formatted(DeliveryRules.MAX_ATTEMPTS)
          + ExpiredPayload.of("d")
          + " order by id for update";

  /** An attempt that succeeded is in its delivery's row, which is deleted, so it gets a row. */
  private static final String KEEP_ATTEMPTS =
      """
      insert into attempt
        (delivery_id, number, account_id, started, duration_ms, status_code, excerpt)
      select id, attempts, account_id, started, duration_ms, status_code, excerpt
      from delivery_finished where id = any(?) and started is not null
      """;

  private static final String ADD =
      """
      insert into delivery_pending (id, account_id, event_id, webhook_id, activation, due_at,
        attempts, attempts_before, created)
      select id, account_id, event_id, webhook_id,
        (select w.activation from webhook w where w.id = d.webhook_id),
        case when ? then current_timestamp end, attempts, attempts, created
      from delivery_finished d where id = any(?)
      """;

  private static final String REMOVE = "delete from delivery_finished where id = any(?)";

  private FinishedRequeue() {}

  /**
   * Makes a delivery of the webhook due now.
   *
   * @return whether it was moved: it was finished, and had its payload and fewer attempts than
   *     {@link DeliveryRules#MAX_ATTEMPTS}
   */
  static boolean redeliver(Connection connection, UUID webhookId, UUID id) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(ONE)) {
      lock.setObject(1, webhookId);
      lock.setObject(2, id);
      boolean moved = move(connection, SqlRows.uuids(lock), true) == 1;
      if (moved) {
        RetainedPayloads.lookAgain(connection, webhookId);
      }
      return moved;
    }
  }

  /**
   * Moves the deliveries of a webhook that still have the status and their payload to its backlog,
   * and returns how many were moved.
   */
  static int recover(Connection connection, UUID webhookId, Object[] ids, DeliveryStatus status)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(WHOLE)) {
      SqlArrays.set(lock, 1, "uuid", ids);
      lock.setInt(2, status.number());
      int moved = move(connection, SqlRows.uuids(lock), false);
      if (moved > 0) {
        RetainedPayloads.lookAgain(connection, webhookId);
      }
      return moved;
    }
  }

  /** Counts the deliveries that still have the status but no payload. */
  static int countErased(Connection connection, Object[] ids, DeliveryStatus status)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(ERASED)) {
      SqlArrays.set(count, 1, "uuid", ids);
      count.setInt(2, status.number());
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /**
   * Moves the deliveries of the webhook that were not cancelled, have their payload and may have
   * more attempts, to its backlog, and returns how many were moved.
   */
  static int redeliverAll(Connection connection, UUID webhookId, Object[] ids) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(OF_WEBHOOK)) {
      SqlArrays.set(lock, 1, "uuid", ids);
      lock.setObject(2, webhookId);
      int moved = move(connection, SqlRows.uuids(lock), false);
      if (moved > 0) {
        RetainedPayloads.lookAgain(connection, webhookId);
      }
      return moved;
    }
  }

  private static int move(Connection connection, List<UUID> locked, boolean dueNow)
      throws SQLException {
    if (locked.isEmpty()) {
      return 0;
    }
    Object[] ids = locked.toArray();
    try (PreparedStatement keep = connection.prepareStatement(KEEP_ATTEMPTS);
        PreparedStatement add = connection.prepareStatement(ADD);
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      SqlArrays.set(keep, 1, "uuid", ids);
      keep.executeUpdate();
      add.setBoolean(1, dueNow);
      SqlArrays.set(add, 2, "uuid", ids);
      add.executeUpdate();
      SqlArrays.set(remove, 1, "uuid", ids);
      return remove.executeUpdate();
    }
  }
}
