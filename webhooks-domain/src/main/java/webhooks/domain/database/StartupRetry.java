package webhooks.domain.database;

import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Runs database work of a start, again from the beginning when the connection is lost. */
public final class StartupRetry {
  private static final Logger LOG = Logger.getLogger(StartupRetry.class.getName());
  private static final int MAX_TRIES = 10;

  private StartupRetry() {}

  /**
   * Does work, until the database has stayed for it.
   *
   * @param work may be done again from its beginning; what it did before is kept or rolled back
   * @throws RuntimeException what the work throws for any other reason, or each time
   */
  public static void run(DataSource dataSource, Runnable work) {
    get(
        dataSource,
        () -> {
          work.run();
          return null;
        });
  }

  static <T> T get(DataSource dataSource, Supplier<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (tries == MAX_TRIES || !isConnectionLost(e)) {
          throw e;
        }
        LOG.log(Level.WARNING, "The database connection was lost during the start, retrying", e);
        new DatabaseStartup(dataSource).awaitDatabase();
      }
    }
  }

  /** Whether it is an exception of the connection, or one of a server that ends. */
  private static boolean isConnectionLost(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
        return true;
      }
    }
    return false;
  }
}
