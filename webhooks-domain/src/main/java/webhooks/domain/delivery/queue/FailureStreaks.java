package webhooks.domain.delivery.queue;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.webhook.deactivation.SteadyFailure;

/**
 * The failure streaks of webhooks in the database. Each call is a transaction.
 *
 * <p>Rows are locked in the order of their ids before any is inserted, so that two nodes that write
 * at the same time don't deadlock.
 */
@Stateless
public class FailureStreaks {
  private static final String LOCK =
      "select webhook_id from failure_streak where webhook_id = any(?) order by webhook_id"
          + " for update";
  private static final String STEADY =
      "select webhook_id from failure_streak where webhook_id = any(?) and "
          + SteadyFailure.CONDITION
          // A crash may have lost the success that ended the streak.
          + " and not exists (select 1 from delivery_finished d"
          + " where d.webhook_id = failure_streak.webhook_id and d.status = "
          + DeliveryStatus.SUCCEEDED.number()
          + " and d.created >= failure_streak.since)";
  private static final String SILENT =
      "select webhook_id from failure_streak where last_status is null"
          + " order by last_time desc limit ?";
  private static final String END = "delete from failure_streak where webhook_id = any(?)";
  private static final String FAILED =
      """
      select f.webhook_id, w.account_id, f.failures, current_timestamp,
        cast(f.last_time as timestamp with time zone), f.last_error, f.last_cause, f.last_status
      from unnest(cast(? as uuid array), cast(? as integer array), cast(? as varchar array),
        cast(? as varchar array), cast(? as varchar array), cast(? as smallint array),
        cast(? as bigint array))
        as f(webhook_id, failures, last_time, last_error, last_cause, last_status, version)
      join webhook w on w.id = f.webhook_id and w.version = f.version
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

  private Database database;
  private Event<Object> events;

  /** Creates the bean, for the container. */
  public FailureStreaks() {}

  /** Creates the bean. */
  @Inject
  public FailureStreaks(Database database, Event<Object> events) {
    this.database = database;
    this.events = events;
  }

  /**
   * Adds sums to the streaks. Failures with an earlier version of the webhook are left out, because
   * the change may have ended the streak.
   *
   * <p>Reports exhausted deliveries to observers, which count them in this transaction.
   *
   * @return the webhooks that now fail steadily
   * @throws DatabaseFailure if the database does not answer; nothing is written then
   */
  public List<UUID> add(Map<UUID, FailureSum> sums) {
    try (Connection connection = database.connection()) {
      List<UUID> steadily = add(connection, sums, database.dialect());
      report(sums);
      return steadily;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static List<UUID> add(Connection connection, Map<UUID, FailureSum> sums, Dialect dialect)
      throws SQLException {
    end(connection, sums);
    SortedMap<UUID, FailureSum> failed = new TreeMap<>(sums);
    failed.values().removeIf(sum -> sum.failures() == 0);
    if (failed.isEmpty()) {
      return List.of();
    }
    grow(connection, failed, dialect);
    try (PreparedStatement select = connection.prepareStatement(STEADY)) {
      SqlArrays.set(select, 1, "uuid", failed.keySet().toArray());
      return SqlRows.uuids(select);
    }
  }

  private void report(Map<UUID, FailureSum> sums) {
    Map<UUID, Integer> exhausted = new HashMap<>();
    sums.forEach((webhook, sum) -> exhausted.put(webhook, sum.exhausted()));
    exhausted.values().removeIf(count -> count == 0);
    if (!exhausted.isEmpty()) {
      events.fire(new DeliveriesExhausted(exhausted));
    }
  }

  /** Returns webhooks whose latest attempt brought no answer, the latest failure first. */
  static List<UUID> silent(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SILENT)) {
      select.setInt(1, limit);
      return SqlRows.uuids(select);
    }
  }

  private static void end(Connection connection, Map<UUID, FailureSum> sums) throws SQLException {
    List<UUID> running;
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      SqlArrays.set(lock, 1, "uuid", sums.keySet().toArray());
      running = SqlRows.uuids(lock);
    }
    running.removeIf(webhook -> !sums.get(webhook).ended());
    if (!running.isEmpty()) {
      try (PreparedStatement delete = connection.prepareStatement(END)) {
        SqlArrays.set(delete, 1, "uuid", running.toArray());
        delete.executeUpdate();
      }
    }
  }

  private static void grow(
      Connection connection, SortedMap<UUID, FailureSum> failed, Dialect dialect)
      throws SQLException {
    Collection<FailureSum> sums = failed.values();
    try (PreparedStatement grow = connection.prepareStatement(dialect.upsert(GROW))) {
      SqlArrays.set(grow, 1, "uuid", failed.keySet().toArray());
      set(grow, 2, "integer", sums, FailureSum::failures);
      set(grow, 3, "varchar", sums, sum -> sum.latest().started().toString());
      set(
          grow,
          4,
          "varchar",
          sums,
          sum -> sum.latest().error().map(AttemptError::text).orElse(null));
      set(
          grow,
          5,
          "varchar",
          sums,
          sum -> sum.latest().cause().map(AttemptCause::text).orElse(null));
      set(grow, 6, "smallint", sums, sum -> statusCode(sum.latest()));
      set(grow, 7, "bigint", sums, FailureSum::version);
      dialect.executeUpsert(grow);
    }
  }

  private static void set(
      PreparedStatement grow,
      int index,
      String type,
      Collection<FailureSum> sums,
      Function<FailureSum, Object> column)
      throws SQLException {
    SqlArrays.set(grow, index, type, sums.stream().map(column).toArray());
  }

  private static Object statusCode(Attempt attempt) {
    return attempt.statusCode().isPresent() ? (Integer) attempt.statusCode().getAsInt() : null;
  }
}
