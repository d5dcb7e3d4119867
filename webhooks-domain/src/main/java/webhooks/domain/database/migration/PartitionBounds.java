package webhooks.domain.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Keeps the check constraints of version 20 from outliving a migration that stops before version
 * 22, on PostgreSQL.
 *
 * <p>Version 20 adds a constraint that refuses ids from a day or two in the future on, version 21
 * validates it, and version 22 makes it the bound of a partition and drops it. If version 22 fails
 * and the nodes of the version before go on alone, they would reject each event from that day on.
 * So the constraints are dropped after a failed migration. A later run adds them again with a new
 * bound, before the scripts that need them.
 *
 * <p>Several nodes can migrate in turn, so a node that failed never drops the constraints while
 * another one runs version 21 or 22: both take a lock of the database.
 */
public final class PartitionBounds implements Callback {
  private static final Logger LOG = Logger.getLogger(PartitionBounds.class.getName());

  private static final String ADDS = "20";
  private static final String VALIDATES = "21";
  private static final String USES = "22";
  private static final Set<String> VERSIONS = Set.of(ADDS, VALIDATES, USES);

  private static final int MAX_TRIES = 10;

  /** As in the scripts. */
  private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(10);

  private final DataSource source;
  private final Duration wait;

  /** Whether this run of Flyway chose the bound. */
  private boolean fresh;

  /** Creates the callback, for one run of Flyway. */
  public PartitionBounds(DataSource source) {
    this(source, Duration.ofSeconds(2));
  }

  /**
   * Creates the callback with another duration, for tests.
   *
   * @param wait how long a try to drop the constraints waits for the tables, and the time between
   *     two tries. All statements on the tables wait behind a try, so it must be short.
   */
  public PartitionBounds(DataSource source, Duration wait) {
    this.source = source;
    this.wait = wait;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE && VERSIONS.contains(version(context));
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      PartitionBoundsSql.allowIdleTransaction(context.getConnection());
      switch (version(context)) {
        case ADDS -> fresh = true;
        case VALIDATES -> beforeValidation(context.getConnection());
        case USES -> beforeUse(context.getConnection());
        default -> {}
      }
    } catch (SQLException e) {
      throw new FlywayException("The bound of the partitions can't be restored", e);
    }
  }

  private static String version(Context context) {
    return String.valueOf(context.getMigrationInfo().getVersion());
  }

  /** Moves a bound of an earlier run, which may be near, to the future. */
  private void beforeValidation(Connection migration) throws SQLException {
    PartitionBoundsSql.lock(migration);
    if (!fresh || PartitionBoundsSql.count(migration) < PartitionBoundsSql.CONSTRAINTS) {
      restore(false);
    }
  }

  /**
   * Adds the constraints if they are missing. Valid ones stay, even if their bound has passed:
   * until now they refused all rows behind it, and the partitions take these rows.
   */
  private void beforeUse(Connection migration) throws SQLException {
    PartitionBoundsSql.lock(migration);
    if (PartitionBoundsSql.countValid(migration) < PartitionBoundsSql.CONSTRAINTS) {
      restore(true);
    }
  }

  /**
   * Adds the constraints in transactions of their own, as the scripts do: the migration's own one
   * would lock the tables while it reads them.
   */
  private void restore(boolean validated) throws SQLException {
    try (Connection connection = source.getConnection()) {
      int limit = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, 0);
      connection.setAutoCommit(false);
      try {
        PartitionBoundsSql.setLockTimeout(connection, MAX_LOCK_WAIT);
        PartitionBoundsSql.drop(connection);
        PartitionBoundsSql.add(connection);
        connection.commit();
        if (validated) {
          PartitionBoundsSql.setLockTimeout(connection, MAX_LOCK_WAIT);
          PartitionBoundsSql.validate(connection);
          connection.commit();
        }
      } finally {
        reset(connection);
        connection.setNetworkTimeout(Runnable::run, limit);
      }
    }
  }

  /** Drops the constraints after a migration that failed, or logs how to do so. */
  public void dropAfterFailure() {
    SQLException failure = null;
    boolean found = false;
    for (int tries = 1; ; tries++) {
      try (Connection connection = source.getConnection()) {
        if (PartitionBoundsSql.count(connection) == 0) {
          return;
        }
        found = true;
        if (isDropped(connection)) {
          LOG.info("Dropped the constraints that the failed migration to partitions had added");
          return;
        }
        failure = null;
      } catch (SQLException e) {
        failure = e;
      }
      if (!found || tries == MAX_TRIES || !pause()) {
        log(found, failure);
        return;
      }
    }
  }

  private static void log(boolean found, SQLException failure) {
    if (!found) {
      // A start on tables that are up to date comes here, too, if the database does not answer.
      LOG.log(Level.FINE, "It is not known whether there are constraints to drop", failure);
      return;
    }
    if (failure == null) {
      LOG.warning("Another session migrates the tables, and drops the constraints when it ends");
      return;
    }
    LOG.log(
        Level.SEVERE,
        "The migration failed, and the check constraints that it added still exist. They make the"
            + " former version reject all events after a day or two. Start the new version again,"
            + " or run this in the database: "
            + PartitionBoundsSql.DROP,
        failure);
  }

  /** Returns false if another node has the lock, because it runs version 21 or 22. */
  private boolean isDropped(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try {
      PartitionBoundsSql.setLockTimeout(connection, wait);
      if (!PartitionBoundsSql.tryLock(connection)) {
        return false;
      }
      PartitionBoundsSql.drop(connection);
      connection.commit();
      return true;
    } finally {
      reset(connection);
    }
  }

  /** Ends the transaction before the connection goes back to its pool. */
  private static void reset(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Returns whether the pause is over without an interruption. */
  private boolean pause() {
    try {
      Thread.sleep(wait.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String getCallbackName() {
    return getClass().getSimpleName();
  }
}
