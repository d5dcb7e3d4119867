package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import webhooks.domain.database.Dialect;
import webhooks.domain.subscription.Subscription;

/**
 * Counts the pending deliveries at a bounded cost: it reads the beginnings of the two indexes that
 * together hold all of them, and PostgreSQL cancels the statement after two seconds.
 */
final class PendingCount {
  /** The number of entries of each index that are counted. */
  private static final int MAX_COUNTED = 100_000;

  private static final String COUNT =
      """
      select count(*), min(created),
        count(case when due_at is null then 1 end), count(case when due_at is not null then 1 end)
      from (
        (select created, due_at from delivery_pending d where due_at is null and %1$s
          %2$s fetch first %4$d rows only)
        union all
        (select created, due_at from delivery_pending d where due_at is not null and %1$s
          %3$s fetch first %4$d rows only)) pending
      """;

  /** The number of entries of the two indexes at their latest vacuum or analyze. */
  private static final String ESTIMATE =
      """
      select coalesce(sum(greatest(reltuples, 0)), 0) from pg_class
      where oid in (cast('delivery_due' as regclass), cast('delivery_waiting' as regclass))
      """;

  private static final String TIMEOUT = "set local statement_timeout = 2000";

  private PendingCount() {}

  /**
   * Returns the statement, which reads one entry more than are counted.
   *
   * <p>On PostgreSQL it has the order of the indexes: without it, the planner may prefer to read
   * the whole table. H2 would sort all pending deliveries.
   */
  private static String count(Dialect dialect, int max) {
    boolean ordered = dialect == Dialect.POSTGRESQL;
    return COUNT.formatted(
        Subscription.DELIVERABLE,
        ordered ? "order by webhook_id, id" : "",
        ordered ? "order by due_at" : "",
        max + 1);
  }

  /**
   * Counts in the connection's transaction, whose later statements would have the time limit too.
   * If there are more than are counted, PostgreSQL estimates the number, and H2 returns the number
   * of counted ones.
   */
  static PendingDeliveries read(Connection connection, Dialect dialect) throws SQLException {
    return read(connection, dialect, MAX_COUNTED);
  }

  /**
   * Does the same with another bound.
   *
   * @param max the number of entries of each index that are counted
   */
  static PendingDeliveries read(Connection connection, Dialect dialect, int max)
      throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement limit = connection.createStatement()) {
        limit.execute(TIMEOUT);
      }
    }
    try (PreparedStatement select = connection.prepareStatement(count(dialect, max));
        ResultSet row = select.executeQuery()) {
      row.next();
      Optional<Instant> oldest =
          Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
              .map(OffsetDateTime::toInstant);
      boolean complete = row.getInt(3) <= max && row.getInt(4) <= max;
      long counted = row.getLong(1);
      return new PendingDeliveries(
          complete || dialect == Dialect.H2 ? counted : Math.max(counted, estimate(connection)),
          oldest);
    }
  }

  private static long estimate(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ESTIMATE);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
