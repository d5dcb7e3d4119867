package webhooks.domain.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Removes the connection's time-out while a migration runs.
 *
 * <p>An index of a large table takes longer than half a minute, the time-out of other statements.
 * The time-out is set again after the migration, because the connection belongs to a pool.
 */
final class NoMigrationTimeout implements Callback {
  private static final int NO_LIMIT = 0;

  private int limit;

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE
        || event == Event.AFTER_EACH_MIGRATE
        || event == Event.AFTER_EACH_MIGRATE_ERROR;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    Connection connection = context.getConnection();
    try {
      if (event == Event.BEFORE_EACH_MIGRATE) {
        limit = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
      } else if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, limit);
      }
    } catch (SQLException e) {
      throw new FlywayException("The time-out of the connection can't be set", e);
    }
  }

  @Override
  public String getCallbackName() {
    return getClass().getSimpleName();
  }
}
