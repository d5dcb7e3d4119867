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
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
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
  private static final String END = "delete from failure_streak where webhook_id = any(?)";
  private static final String FAILED =
      """
      select f.webhook_id, f.failures, current_timestamp
      from unnest(cast(? as uuid array), cast(? as integer array)) as f(webhook_id, failures)
      """;
  private static final Upsert GROW =
      new Upsert(
          "failure_streak",
          List.of("webhook_id", "failures", "since"),
          FAILED,
          "failures = failure_streak.failures + excluded.failures");

  private final Set<UUID> ended = new HashSet<>();
  private final Map<UUID, Integer> failed = new TreeMap<>();

  private FailureStreaks(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      UUID webhook = outcome.delivery().webhookId();
      if (outcome.attempt().succeeded()) {
        ended.add(webhook);
        failed.remove(webhook);
      } else {
        failed.merge(webhook, 1, Integer::sum);
      }
    }
  }

  /**
   * Counts the failures of these outcomes, in the order of arrival.
   *
   * @return the webhooks that now fail steadily
   * @throws SQLException if nothing was counted
   */
  static List<UUID> count(Connection connection, List<Outcome> outcomes, Dialect dialect)
      throws SQLException {
    FailureStreaks streaks = new FailureStreaks(outcomes);
    streaks.end(connection);
    if (streaks.failed.isEmpty()) {
      return List.of();
    }
    streaks.grow(connection, dialect);
    return streaks.steady(connection);
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
      SqlArrays.set(grow, 2, "integer", failed.values().toArray());
      grow.executeUpdate();
    }
  }

  private List<UUID> steady(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STEADY)) {
      SqlArrays.set(select, 1, "uuid", failed.keySet().toArray());
      return SqlRows.uuids(select);
    }
  }
}
