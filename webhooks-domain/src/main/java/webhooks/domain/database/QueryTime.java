package webhooks.domain.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Limits the time that the queries of one transaction may take.
 *
 * <p>PostgreSQL ends each single query after this time. H2 has no limit for one transaction, so
 * there the caller's {@link #check} between two queries is the only limit.
 */
public final class QueryTime {
  /** The SQLSTATE of a query that was ended. */
  private static final String ENDED = "57014";

  private final long start = System.nanoTime();
  private final Duration max;

  private QueryTime(Duration max) {
    this.max = max;
  }

  /** Limits the queries of the connection's transaction from now on. */
  public static QueryTime limit(Connection connection, Dialect dialect, Duration max)
      throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement limit = connection.createStatement()) {
        limit.execute("set local statement_timeout = " + max.toMillis());
      }
    }
    return new QueryTime(max);
  }

  /** Returns whether a transaction failed because a query was ended, or the time was over. */
  public static boolean isOver(DatabaseFailure failure) {
    return failure.getCause() instanceof SQLException cause && ENDED.equals(cause.getSQLState());
  }

  /**
   * Checks the time before a further query.
   *
   * @throws SQLTimeoutException if the time is over
   */
  public void check() throws SQLTimeoutException {
    if (isPassed()) {
      throw new SQLTimeoutException("The queries took too long", ENDED);
    }
  }

  /** Returns whether the time is over. */
  public boolean isPassed() {
    return System.nanoTime() - start > max.toNanos();
  }
}
