package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;

/**
 * The queue statements for H2, which one node uses with one claimer. Claims lock no rows, because
 * H2 would lock every row that matches.
 */
final class H2QueueTable extends QueueTable {
  private static final String DUE = ROW + IS_DUE;

  /** In the order of the index, so that a claim reads no more rows than it takes. */
  static final String BACKLOG =
      ROW
          + "where status = 0 and webhook_id = ? and due_at is null"
          + " order by status, webhook_id, due_at, id limit ?";

  /** Looks for a pause once for each webhook, and not for each delivery. */
  private static final String WEBHOOKS_WITH_BACKLOG =
      "select d.webhook_id from (select distinct webhook_id from delivery"
          + " where status = 0 and due_at is null) d where not "
          + WebhookPauses.isPaused("d.webhook_id");

  private static final String UPDATE =
      """
      update delivery d
      set %s
      where id = ?4 and lease = ?5 and status = 0
      """
          .formatted(
              outcome(
                  "cast(?1 as smallint)",
                  "cast(?2 as integer)",
                  "current_timestamp + cast(?3 as double precision) * interval '1' second",
                  "cast(?6 as integer)"));

  /** Selects deliveries that are still pending although their outcome had a final status. */
  private static final String STILL_PENDING =
      "select id from delivery where id = any(?) and status = 0";

  private static final String INSERT_ATTEMPT =
      """
      insert into attempt (delivery_id, number, started, duration_ms, status_code, error, excerpt,
        request_headers, response_headers, cause)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

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
    List<Outcome> written = updated(connection, outcomes);
    if (written.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT_ATTEMPT)) {
      for (Outcome outcome : written) {
        setAttempt(insert, outcome);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return statuses(connection, written);
  }

  private static Map<RecordKey, DeliveryStatus> statuses(
      Connection connection, List<Outcome> outcomes) throws SQLException {
    Object[] ended =
        outcomes.stream()
            .filter(outcome -> outcome.status() != DeliveryStatus.PENDING)
            .map(outcome -> outcome.delivery().id())
            .toArray();
    try (PreparedStatement select = connection.prepareStatement(STILL_PENDING)) {
      SqlArrays.set(select, 1, "uuid", ended);
      Set<UUID> pending = Set.copyOf(SqlRows.uuids(select));
      return outcomes.stream()
          .collect(
              Collectors.toMap(
                  RecordKey::of,
                  outcome ->
                      pending.contains(outcome.delivery().id())
                          ? DeliveryStatus.PENDING
                          : outcome.status()));
    }
  }

  private static List<Outcome> updated(Connection connection, List<Outcome> outcomes)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (Outcome outcome : outcomes) {
        update.setInt(1, outcome.status().number());
        update.setInt(2, outcome.delivery().number());
        update.setDouble(3, outcome.retryIn().toMillis() / 1000.0);
        update.setObject(4, outcome.delivery().id());
        update.setObject(5, outcome.delivery().lease().token());
        update.setInt(6, excused(outcome));
        update.addBatch();
      }
      int[] counts = update.executeBatch();
      List<Outcome> written = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          written.add(outcomes.get(i));
        }
      }
      return written;
    }
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
