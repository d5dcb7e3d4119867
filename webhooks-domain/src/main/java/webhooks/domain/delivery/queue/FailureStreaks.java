package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.webhook.deactivation.SteadyFailure;

/**
 * Updates the failure streaks of webhooks, inside the transaction that records the outcomes.
 *
 * <p>A webhook without failures costs one read of an index. Rows are locked in the order of their
 * ids before any is inserted, so that two nodes that record at the same time don't deadlock.
 */
final class FailureStreaks {
  private static final String LOCK =
      "select webhook_id from failure_streak where webhook_id = any(?) order by webhook_id"
          + " for update";
  private static final String STEADY =
      "select webhook_id from failure_streak where webhook_id = any(?) and "
          + SteadyFailure.CONDITION;
  private static final String SILENT =
      "select webhook_id from failure_streak where last_status is null"
          + " order by last_time desc limit ?";
  private static final String END = "delete from failure_streak where webhook_id = any(?)";
  private static final String FAILED =
      """
      select f.webhook_id, w.account_id, f.failures, current_timestamp,
        cast(f.last_time as timestamp with time zone), f.last_error, f.last_cause, f.last_status
      from unnest(cast(? as uuid array), cast(? as integer array), cast(? as varchar array),
        cast(? as varchar array), cast(? as varchar array), cast(? as smallint array))
        as f(webhook_id, failures, last_time, last_error, last_cause, last_status)
      join webhook w on w.id = f.webhook_id
      """;
  private static final Upsert GROW =
      new Upsert(
          "failure_streak",
          List.of(
              "webhook_id",
              "account_id",
              "failures",
              "since",
              "last_time",
              "last_error",
              "last_cause",
              "last_status"),
          FAILED,
          """
          failures = failure_streak.failures + excluded.failures, last_time = excluded.last_time,
          last_error = excluded.last_error, last_cause = excluded.last_cause,
          last_status = excluded.last_status""");

  private final Set<UUID> ended = new HashSet<>();
  private final Map<UUID, Failures> failed = new TreeMap<>();

  /** The failures of a webhook in a batch: how many, and the latest. */
  private record Failures(int count, Attempt latest) {
    Failures followedBy(Failures later) {
      return new Failures(count + later.count, later.latest);
    }
  }

  private FailureStreaks(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      UUID webhook = outcome.delivery().webhookId();
      if (outcome.attempt().succeeded()) {
        ended.add(webhook);
        failed.remove(webhook);
      } else if (!outcome.isExcused()) {
        failed.merge(webhook, new Failures(1, outcome.attempt()), Failures::followedBy);
      }
    }
  }

  /**
   * Counts the failures of these outcomes, in the order of arrival. Excused ones neither fail nor
   * succeed.
   *
   * @return the webhooks that now fail steadily
   * @throws SQLException if nothing was counted
   */
  static List<UUID> count(Connection connection, List<Outcome> outcomes, Dialect dialect)
      throws SQLException {
    FailureStreaks streaks = new FailureStreaks(outcomes);
    if (streaks.ended.isEmpty() && streaks.failed.isEmpty()) {
      return List.of();
    }
    streaks.end(connection);
    if (streaks.failed.isEmpty()) {
      return List.of();
    }
    streaks.grow(connection, dialect);
    return streaks.steady(connection);
  }

  /** Returns webhooks whose latest attempt brought no answer, those that failed last first. */
  static List<UUID> silent(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SILENT)) {
      select.setInt(1, limit);
      return SqlRows.uuids(select);
    }
  }

  private void end(Connection connection) throws SQLException {
    Set<UUID> all = new HashSet<>(ended);
    all.addAll(failed.keySet());
    List<UUID> running;
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      SqlArrays.set(lock, 1, "uuid", all.toArray());
      running = SqlRows.uuids(lock);
    }
    running.retainAll(ended);
    if (!running.isEmpty()) {
      try (PreparedStatement delete = connection.prepareStatement(END)) {
        SqlArrays.set(delete, 1, "uuid", running.toArray());
        delete.executeUpdate();
      }
    }
  }

  private void grow(Connection connection, Dialect dialect) throws SQLException {
    try (PreparedStatement grow = connection.prepareStatement(dialect.upsert(GROW))) {
      SqlArrays.set(grow, 1, "uuid", failed.keySet().toArray());
      set(grow, 2, "integer", Failures::count);
      set(grow, 3, "varchar", each -> each.latest().started().toString());
      set(grow, 4, "varchar", each -> each.latest().error().map(AttemptError::text).orElse(null));
      set(grow, 5, "varchar", each -> each.latest().cause().map(AttemptCause::text).orElse(null));
      set(grow, 6, "smallint", each -> statusCode(each.latest()));
      grow.executeUpdate();
    }
  }

  private void set(
      PreparedStatement grow, int index, String type, Function<Failures, Object> column)
      throws SQLException {
    SqlArrays.set(grow, index, type, failed.values().stream().map(column).toArray());
  }

  private static Object statusCode(Attempt attempt) {
    return attempt.statusCode().isPresent() ? (Integer) attempt.statusCode().getAsInt() : null;
  }

  private List<UUID> steady(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STEADY)) {
      SqlArrays.set(select, 1, "uuid", failed.keySet().toArray());
      return SqlRows.uuids(select);
    }
  }
}
