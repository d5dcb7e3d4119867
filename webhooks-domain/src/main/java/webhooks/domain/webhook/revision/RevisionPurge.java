package webhooks.domain.webhook.revision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deletes old revisions, inside the caller's transaction. */
public final class RevisionPurge {
  private static final String DELETE_ENDED =
      "delete from webhook_revision where valid_until < cast(? as timestamp with time zone)";

  /** A node of an earlier version deletes webhooks without their revisions. */
  private static final String DELETE_OF_DELETED =
      "delete from webhook_revision where webhook_id in"
          + " (select w.id from webhook w where w.deleted)";

  private RevisionPurge() {}

  /** Deletes revisions that ended before a time, and revisions of deleted webhooks. */
  public static void delete(Connection connection, Instant firstUnexpired) throws SQLException {
    try (PreparedStatement ended = connection.prepareStatement(DELETE_ENDED);
        Statement ofDeleted = connection.createStatement()) {
      ended.setObject(1, firstUnexpired.atOffset(ZoneOffset.UTC));
      ended.executeUpdate();
      ofDeleted.executeUpdate(DELETE_OF_DELETED);
    }
  }
}
