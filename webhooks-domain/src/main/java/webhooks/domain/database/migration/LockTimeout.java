package webhooks.domain.database.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Makes each migration on PostgreSQL fail if it waits more than ten seconds for a lock.
 *
 * <p>Nodes of the version before run meanwhile. If a migration waits for the lock of a table, for
 * example because of a dump, all their statements on that table wait behind it. The time-out ends
 * with the migration's transaction. A script can set another one, because it runs later.
 */
final class LockTimeout implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local lock_timeout = '10s'");
    } catch (SQLException e) {
      throw new FlywayException("The time-out of locks can't be set", e);
    }
  }

  @Override
  public String getCallbackName() {
    return getClass().getSimpleName();
  }
}
