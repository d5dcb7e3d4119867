package webhooks.domain.portal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;

/** Purges the sessions that have ended. */
public final class ExpiredPortalSessions {
  private static final String SELECT =
      "select id from portal_session where expires < current_timestamp"
          + " order by expires, id fetch first %d rows only";

  private static final String DELETE = "delete from portal_session where id = any(?)";

  private ExpiredPortalSessions() {}

  /**
   * Deletes a batch, without rows that another node is deleting.
   *
   * @return whether there may be more
   */
  public static boolean delete(Connection connection, Dialect dialect, int max)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(SELECT.formatted(max) + dialect.skipLocked());
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      List<UUID> ended = SqlRows.uuids(select);
      if (!ended.isEmpty()) {
        SqlArrays.set(delete, 1, "uuid", ended.toArray());
        delete.executeUpdate();
      }
      return ended.size() == max;
    }
  }
}
