package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.subscription.Subscription;

/**
 * The queue statements for H2. It is embedded in one node, whose claims run one after the other, so
 * claims need no locks. H2 would also lock every row that matches, not only the returned ones.
 */
final class H2QueueTable extends QueueTable {
  private static final String DUE = ROW + IS_DUE;

  /** The order is the index's, so that a claim reads no more rows than it takes. */
  static final String BACKLOG =
      ROW + "where webhook_id = ? and due_at is null order by webhook_id, due_at, id limit ?";

  /** Checks for a pause once for each webhook, and not for each delivery. */
  private static final String WEBHOOKS_WITH_BACKLOG =
      "select d.webhook_id from (select distinct webhook_id from delivery_pending"
          + " where due_at is null) d where not "
          + WebhookPauses.isPaused("d.webhook_id", WebhookPauses.accountOf("d.webhook_id"));

  private static final String HAS_LEASE = "id = ?4 and lease = ?5";

  /**
   * Records an outcome that ends its delivery. A delivery that is due again at once ({@link
   * QueueTable#atOnce}) stays pending. An attempt that succeeded has no row of its own: it is in
   * the delivery's row.
   */
  private static final String RECORD_ENDED =
      """
      insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,
        attempts, created, started, duration_ms, status_code, excerpt)
      select id, account_id, event_id, webhook_id, activation, ?1, ?2, created, ?3, ?6, ?7, ?8
      from old table (delete from delivery_pending d where %s and not %s)
      """
          .formatted(HAS_LEASE, atOnce("cast(?1 as smallint)"));

  private static final String RECORD_PENDING =
      """
      update delivery_pending d
      set %s
      where %s
      """
          .formatted(
              outcome(
                  "cast(?1 as smallint)",
                  "cast(?2 as integer)",
                  "current_timestamp + cast(?3 as double precision) * interval '1' second",
                  "cast(?6 as integer)"),
              HAS_LEASE);

  private static final String INSERT_ATTEMPT =
      """
      insert into attempt (delivery_id, number, started, duration_ms, status_code, error, excerpt,
        request_headers, response_headers, cause, account_id)
      select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, account_id from delivery where id = ?1
      """;

  private static final String CANCEL =
      """
      insert into delivery_finished
        (id, account_id, event_id, webhook_id, activation, status, attempts, created)
      select id, account_id, event_id, webhook_id, activation, %d, attempts, created
      from old table (delete from delivery_pending d where id = any(?) and not %s)
      """
          .formatted(DeliveryStatus.CANCELLED.number(), Subscription.DELIVERABLE);

  @Override
  List<PendingRow> due(Connection connection, int limit, Duration since) throws SQLException {
    return due(connection, DUE, limit, since);
  }

  @Override
  List<PendingRow> backlog(Connection connection, Map<UUID, Integer> limits) throws SQLException {
    List<PendingRow> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(BACKLOG)) {
      for (Map.Entry<UUID, Integer> limit : limits.entrySet()) {
        select.setObject(1, limit.getKey());
        select.setInt(2, limit.getValue());
        found.addAll(rows(select));
      }
    }
    return found;
  }

  @Override
  List<UUID> webhooksWithBacklog(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WEBHOOKS_WITH_BACKLOG)) {
      return SqlRows.uuids(select);
    }
  }

  @Override
  Map<RecordKey, DeliveryStatus> recordInOrder(Connection connection, List<Outcome> outcomes)
      throws SQLException {
    Map<RecordKey, DeliveryStatus> recorded = new HashMap<>();
    List<Outcome> ended =
        written(
            connection,
            RECORD_ENDED,
            outcomes.stream().filter(one -> one.status() != DeliveryStatus.PENDING).toList(),
            H2QueueTable::setEnded);
    ended.forEach(one -> recorded.put(RecordKey.of(one), one.status()));
    List<Outcome> pending =
        written(
            connection,
            RECORD_PENDING,
            outcomes.stream().filter(one -> !recorded.containsKey(RecordKey.of(one))).toList(),
            H2QueueTable::setPending);
    pending.forEach(one -> recorded.put(RecordKey.of(one), DeliveryStatus.PENDING));
    List<Outcome> withAttempt = new ArrayList<>(pending);
    ended.stream().filter(one -> !one.attempt().succeeded()).forEach(withAttempt::add);
    written(connection, INSERT_ATTEMPT, withAttempt, H2QueueTable::setAttempt);
    return recorded;
  }

  /** Sets the parameters of a statement for one outcome. */
  private interface Parameters {
    void set(PreparedStatement statement, Outcome outcome) throws SQLException;
  }

  /** Runs a statement for each outcome, and returns those for which it wrote a row. */
  private static List<Outcome> written(
      Connection connection, String sql, List<Outcome> outcomes, Parameters parameters)
      throws SQLException {
    List<Outcome> written = new ArrayList<>();
    if (outcomes.isEmpty()) {
      return written;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Outcome outcome : outcomes) {
        parameters.set(statement, outcome);
        statement.addBatch();
      }
      int[] counts = statement.executeBatch();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          written.add(outcomes.get(i));
        }
      }
    }
    return written;
  }

  /** Sets the parameters that both statements for an outcome have. */
  private static void setShared(PreparedStatement statement, Outcome outcome) throws SQLException {
    statement.setInt(1, outcome.status().number());
    statement.setInt(2, outcome.delivery().number());
    statement.setObject(4, outcome.delivery().id());
    statement.setObject(5, outcome.delivery().lease().token());
  }

  private static void setPending(PreparedStatement statement, Outcome outcome) throws SQLException {
    setShared(statement, outcome);
    statement.setDouble(3, outcome.retryIn().toMillis() / 1000.0);
    statement.setInt(6, excused(outcome));
  }

  private static void setEnded(PreparedStatement statement, Outcome outcome) throws SQLException {
    setShared(statement, outcome);
    Attempt attempt = outcome.attempt();
    boolean succeeded = attempt.succeeded();
    statement.setObject(3, succeeded ? attempt.started().atOffset(ZoneOffset.UTC) : null);
    statement.setObject(6, succeeded ? (int) attempt.duration().toMillis() : null);
    statement.setObject(7, succeeded ? attempt.statusCode().getAsInt() : null);
    statement.setBytes(8, succeeded ? attempt.excerpt() : null);
  }

  @Override
  int cancel(Connection connection, List<UUID> ids) throws SQLException {
    return update(connection, CANCEL, ids);
  }

  private static void setAttempt(PreparedStatement insert, Outcome outcome) throws SQLException {
    Attempt attempt = outcome.attempt();
    insert.setObject(1, outcome.delivery().id());
    insert.setInt(2, outcome.delivery().number());
    insert.setObject(3, attempt.started().atOffset(ZoneOffset.UTC));
    insert.setInt(4, (int) attempt.duration().toMillis());
    if (attempt.statusCode().isPresent()) {
      insert.setInt(5, attempt.statusCode().getAsInt());
    } else {
      insert.setNull(5, Types.SMALLINT);
    }
    insert.setString(6, attempt.error().map(AttemptError::text).orElse(null));
    insert.setBytes(7, attempt.excerpt());
    insert.setString(8, text(attempt.headers().sent()));
    insert.setString(9, text(attempt.headers().received()));
    insert.setString(10, attempt.cause().map(AttemptCause::text).orElse(null));
  }
}
