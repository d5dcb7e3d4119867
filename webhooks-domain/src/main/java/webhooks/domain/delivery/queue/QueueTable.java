package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.subscription.Subscription;

/**
 * The SQL statements on the rows of the queue. Each works on a whole batch, inside the caller's
 * transaction. The class {@code Delivery} in the tests specifies the effect of each statement on a
 * row, and {@code DeliverySqlTest} compares the two. All times are the database's, except the start
 * of an attempt.
 *
 * <p>A claim of due deliveries moves the rows of a webhook without a free slot to its backlog, so
 * that the next claims don't read them again.
 */
abstract class QueueTable {
  static final String COLUMNS =
      "d.id, d.event_id, d.webhook_id, d.activation, d.attempts, d.attempts_before, "
          + WebhookPauses.isPaused("d.webhook_id", "d.account_id");

  static final String ROW = "select " + COLUMNS + " from delivery_pending d ";

  private static final String SECONDS_FROM_NOW =
      "current_timestamp + cast(? as double precision) * interval '1' second";

  /**
   * The assignments that record an outcome for its delivery {@code d}, which stays pending, given
   * number, condition {@link #AT_ONCE}, retry time, and 1 if the attempt is excused.
   */
  private static final String OUTCOME =
      """
      attempts = %1$s, lease = null,
      due_at = case when %2$s then current_timestamp else %3$s end,
      attempts_before = case when d.redeliveries > 0 then %1$s else d.attempts_before + %4$s end,
      redeliveries = case when %2$s and d.redeliveries > 0 then d.redeliveries - 1 else 0 end
      """;

  /**
   * The condition that a delivery is due at once although its attempt had an outcome. After a
   * success: if more attempts were requested, and its activation has not ended. After a failure: if
   * more attempts were requested, or if its activation has ended, so that the next claim cancels
   * it.
   */
  private static final String AT_ONCE =
      """
      (case when %1$s = %3$d then d.redeliveries > 0 and %2$s
        else d.redeliveries > 0 or not %2$s end)
      """;

  /** The number of the status {@code succeeded}, for use in SQL. */
  static final int SUCCEEDED = DeliveryStatus.SUCCEEDED.number();

  /**
   * The SQL condition, order and limit of due deliveries, given how many seconds ago they became
   * due at most, and how many there are at most.
   */
  static final String IS_DUE =
      """
      where due_at <= current_timestamp
        and due_at >= current_timestamp - cast(? as double precision) * interval '1' second
      order by due_at limit ?
      """;

  /**
   * The condition of claimed rows, which are due or in a backlog. No index has this expression:
   * with {@code due_at} alone the planner may read all entries of the queue's indexes, also the
   * dead ones, instead of the primary key.
   */
  private static final String IS_CLAIMED =
      " where id = any(?) and coalesce(due_at, current_timestamp) <= current_timestamp";

  /** The assignments at the end of a lease under which no attempt was recorded. */
  private static final String UNSENT =
      "redeliveries = %s, attempts_before = %s "
          .formatted(EndedLease.REDELIVERIES, EndedLease.ATTEMPTS_BEFORE);

  private static final String LEASE =
      "update delivery_pending set lease = ?, due_at = "
          + SECONDS_FROM_NOW
          + ", "
          + UNSENT
          + IS_CLAIMED;
  private static final String LEASED =
      "select id from delivery_pending where id = any(?) and lease = ?";
  private static final String MOVE_TO_BACKLOG =
      "update delivery_pending set lease = null, due_at = null, " + UNSENT + IS_CLAIMED;
  private static final String RELEASE =
      """
      update delivery_pending set lease = null, due_at = %s, %s
      where id = any(?) and (id, lease) in (
        select r.id, r.lease from unnest(cast(? as uuid array), cast(? as uuid array)) as r(id, lease))
      """;

  /**
   * Returns the assignments that record an outcome.
   *
   * @param status the SQL expression for the status by the outcome
   * @param number the SQL expression for the number of the attempt
   * @param retry the SQL expression for the time of the retry
   * @param excused the SQL expression for the number of excused attempts, 0 or 1
   */
  static String outcome(String status, String number, String retry, String excused) {
    return OUTCOME.formatted(number, atOnce(status), retry, excused);
  }

  /**
   * Returns the SQL condition that a delivery is due at once although its attempt had an outcome.
   *
   * @param status the SQL expression for the status by the outcome
   */
  static String atOnce(String status) {
    return AT_ONCE.formatted(status, Subscription.DELIVERABLE, SUCCEEDED);
  }

  /** Returns the statements for a database, for use in the connection's transaction. */
  static QueueTable in(Connection connection, Dialect dialect) throws SQLException {
    return switch (dialect) {
      case H2 -> new H2QueueTable();
      case POSTGRESQL -> PostgresQueueTable.in(connection);
    };
  }

  /**
   * Returns due deliveries, the longest due first. PostgreSQL locks them, and skips locked ones.
   *
   * @param since how long ago they became due at most. So a claim need not read the entries of
   *     deliveries that ended long ago, which an index keeps while a transaction may still see them
   */
  abstract List<PendingRow> due(Connection connection, int limit, Duration since)
      throws SQLException;

  /**
   * Returns deliveries from the backlogs of these webhooks, of each webhook the oldest first.
   * PostgreSQL locks them, and skips locked ones.
   *
   * @param limits the maximum number of deliveries by webhook
   */
  abstract List<PendingRow> backlog(Connection connection, Map<UUID, Integer> limits)
      throws SQLException;

  /** Returns the webhooks that have a backlog and are not paused. */
  abstract List<UUID> webhooksWithBacklog(Connection connection) throws SQLException;

  /**
   * Records outcomes and their attempts, each only if the delivery still has its lease.
   *
   * @param outcomes in the order of arrival
   * @return the outcomes that were recorded, with the recorded status, in the same order
   */
  List<Outcome> record(Connection connection, List<Outcome> outcomes) throws SQLException {
    // In the order of ids, in which recoveries lock rows too, so that the two don't deadlock.
    Map<RecordKey, DeliveryStatus> recorded =
        recordInOrder(
            connection,
            outcomes.stream().sorted(Comparator.comparing(one -> one.delivery().id())).toList());
    return outcomes.stream()
        .filter(outcome -> recorded.containsKey(RecordKey.of(outcome)))
        .map(outcome -> outcome.withStatus(recorded.get(RecordKey.of(outcome))))
        .toList();
  }

  /** Identifies an outcome: a batch may hold two of one delivery, made under different leases. */
  record RecordKey(UUID deliveryId, UUID lease) {
    static RecordKey of(Outcome outcome) {
      return new RecordKey(outcome.delivery().id(), outcome.delivery().lease().token());
    }
  }

  /** Records outcomes, sorted by delivery, and returns the status of each recorded one. */
  abstract Map<RecordKey, DeliveryStatus> recordInOrder(
      Connection connection, List<Outcome> outcomes) throws SQLException;

  /**
   * Leases claimed deliveries, and returns the ids of the leased ones. On H2, which locks no rows
   * for a claim, the outcome of a former lease may have been recorded since the claim read them.
   *
   * @param leases the deliveries by lease; the leases differ only in their ends
   */
  Set<UUID> lease(Connection connection, Map<Lease, List<UUID>> leases) throws SQLException {
    if (leases.isEmpty()) {
      return Set.of();
    }
    List<UUID> ids = leases.values().stream().flatMap(List::stream).toList();
    try (PreparedStatement update = connection.prepareStatement(LEASE)) {
      for (Map.Entry<Lease, List<UUID>> one : leases.entrySet()) {
        update.setObject(1, one.getKey().token());
        update.setDouble(2, one.getKey().seconds());
        SqlArrays.set(update, 3, "uuid", one.getValue().toArray());
        update.addBatch();
      }
      return Arrays.stream(update.executeBatch()).sum() == ids.size()
          ? Set.copyOf(ids)
          : leased(connection, ids, leases.keySet().iterator().next().token());
    }
  }

  private static Set<UUID> leased(Connection connection, List<UUID> ids, UUID token)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LEASED)) {
      SqlArrays.set(select, 1, "uuid", ids.toArray());
      select.setObject(2, token);
      return Set.copyOf(SqlRows.uuids(select));
    }
  }

  void moveToBacklog(Connection connection, List<UUID> ids) throws SQLException {
    update(connection, MOVE_TO_BACKLOG, ids);
  }

  /** Cancels the deliveries whose activation has ended, and returns how many were cancelled. */
  abstract int cancel(Connection connection, List<UUID> ids) throws SQLException;

  void release(Connection connection, List<LeasedDelivery> deliveries) throws SQLException {
    release(connection, deliveries, "current_timestamp");
  }

  void returnToBacklog(Connection connection, List<LeasedDelivery> deliveries) throws SQLException {
    release(connection, deliveries, "null");
  }

  private static void release(Connection connection, List<LeasedDelivery> deliveries, String dueAt)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RELEASE.formatted(dueAt, UNSENT))) {
      Object[] ids = deliveries.stream().map(LeasedDelivery::id).toArray();
      Object[] leases = deliveries.stream().map(delivery -> delivery.lease().token()).toArray();
      SqlArrays.set(update, 1, "uuid", ids);
      SqlArrays.set(update, 2, "uuid", ids);
      SqlArrays.set(update, 3, "uuid", leases);
      update.executeUpdate();
    }
  }

  /** Returns the rows of a statement with the parameters of {@link #IS_DUE}. */
  static List<PendingRow> due(Connection connection, String sql, int limit, Duration since)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setDouble(1, since.toMillis() / 1000.0);
      select.setInt(2, limit);
      return rows(select);
    }
  }

  static List<PendingRow> rows(PreparedStatement select) throws SQLException {
    List<PendingRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new PendingRow(
                SqlRows.uuid(rows, 1),
                SqlRows.uuid(rows, 2),
                SqlRows.uuid(rows, 3),
                rows.getLong(4),
                rows.getInt(5),
                rows.getInt(6),
                rows.getBoolean(7)));
      }
    }
    return found;
  }

  /** Returns the number of excused attempts of an outcome: 0 or 1. */
  static int excused(Outcome outcome) {
    return outcome.isExcused() ? 1 : 0;
  }

  /** Returns the stored form of headers, null if none are kept. */
  static String text(Optional<HeaderExcerpt> headers) {
    return headers.map(HeaderExcerpt::text).orElse(null);
  }

  static int update(Connection connection, String sql, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      SqlArrays.set(update, 1, "uuid", ids.toArray());
      return update.executeUpdate();
    }
  }
}
