package webhooks.domain.operational;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.settings.Settings;

/**
 * Reports that the backlog exceeds the bound, and that it is back to normal. The backlog here is
 * the number of all pending deliveries of all webhooks.
 *
 * <p>It is back to normal when it is at most four fifths of the bound, so that a backlog near the
 * bound is reported once. All nodes measure; one of them reports.
 */
@Stateless
public class BacklogReports {
  private static final String SET =
      "update operational_state set backlog_exceeded = ? where backlog_exceeded <> ?";

  private Database database;
  private Settings settings;

  /** Creates the bean, for the container. */
  public BacklogReports() {}

  /** Creates the use case. */
  @Inject
  public BacklogReports(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** Compares the number of pending deliveries with the bound, and reports a change. */
  public void measured(long pending) {
    long bound = settings.backlogBound();
    if (pending > bound) {
      report(OperationalEventType.BACKLOG_EXCEEDED, true, pending);
    } else if (pending <= bound / 5 * 4) {
      report(OperationalEventType.BACKLOG_NORMAL, false, pending);
    }
  }

  private void report(OperationalEventType type, boolean exceeded, long pending) {
    try (Connection connection = database.connection();
        PreparedStatement set = connection.prepareStatement(SET)) {
      set.setBoolean(1, exceeded);
      set.setBoolean(2, exceeded);
      if (set.executeUpdate() == 1) {
        String content =
            "{\"pending\":%d,\"bound\":%d}".formatted(pending, settings.backlogBound());
        new OperationalEventTable(connection, database.dialect()).insert(type, content);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
