package webhooks.domain.database;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Runs database work at start, and repeats it when the connection is lost. */
public final class StartupRetry {
  private static final Logger LOG = Logger.getLogger(StartupRetry.class.getName());
  private static final int MAX_TRIES = 10;

  private StartupRetry() {}

  /**
   * Runs work, at most ten times: repeats it from the beginning after a lost connection.
   *
   * @param work must be repeatable, whether its earlier changes were committed or rolled back
   * @throws webhooks.settings.InvalidSetting if the database does not come back
   * @throws RuntimeException the failure of the work, if it has another reason or the last try
   *     failed
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
        if (tries == MAX_TRIES || !DatabaseFailure.isConnectionLost(e)) {
          throw e;
        }
        LOG.log(Level.WARNING, "The database connection was lost during the start, retrying", e);
        new DatabaseStartup(dataSource).awaitDatabase();
      }
    }
  }
}
