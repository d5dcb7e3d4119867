package webhooks.domain.database;

import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** What a start does with the database: begun anew when the database goes away meanwhile. */
public final class StartupRetry {
  private static final Logger LOG = Logger.getLogger(StartupRetry.class.getName());
  private static final int MOST_TRIES = 10;

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
        if (tries == MOST_TRIES || !isConnectionLost(e)) {
          throw e;
        }
        LOG.log(Level.WARNING, "The database went away during the start, beginning anew", e);
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
