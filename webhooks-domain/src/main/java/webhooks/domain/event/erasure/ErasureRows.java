package webhooks.domain.event.erasure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Statements of the table of erasures as a whole, inside the caller's transaction. */
final class ErasureRows {
  /** Comes before all events. */
  static final UUID NO_EVENT = new UUID(0, 0);

  private static final String COUNT_UNFINISHED =
      "select count(*) from erasure where finished is null";

  private static final String NEWEST_EVENT =
      "select id from event order by id desc fetch first 1 rows only";

  private static final String DELETE_OLD =
      "delete from erasure where finished < cast(? as timestamp with time zone)";

  private static final String NOW = "select current_timestamp";

  private ErasureRows() {}

  /** Deletes the erasures whose end is longer ago than the retention. */
  static void deleteOld(Connection connection, Duration retention) throws SQLException {
    try (PreparedStatement now = connection.prepareStatement(NOW);
        ResultSet row = now.executeQuery();
        PreparedStatement delete = connection.prepareStatement(DELETE_OLD)) {
      row.next();
      delete.setObject(1, row.getObject(1, OffsetDateTime.class).minus(retention));
      delete.executeUpdate();
    }
  }

  /** Returns how many erasures are unfinished. */
  static long countUnfinished(Connection connection) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(COUNT_UNFINISHED);
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns the newest stored event, or {@link #NO_EVENT}. */
  static UUID newestEvent(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEWEST_EVENT);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getObject(1, UUID.class) : NO_EVENT;
    }
  }

  /** Changes rows, and returns how many it has changed. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }
}
