package webhooks.domain.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads columns of ids and times, also where there are very many rows. */
public final class SqlRows {
  private SqlRows() {}

  /**
   * Returns the id in a column, null if it has none.
   *
   * <p>{@code getObject(int, UUID.class)} does the same, but Payara's connection pool looks for
   * that method in the driver's class at each call. The search takes longer than the driver's work.
   *
   * @param column the number of the column, from 1
   */
  public static UUID uuid(ResultSet row, int column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  /**
   * Returns the time in a column that always has one, for the reason of {@link #uuid}.
   *
   * @param column a column with a time zone
   */
  public static Instant time(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  /** Returns the present time of the database's clock, in a transaction the time of its start. */
  public static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select current_timestamp");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /**
   * Takes the first row of a query that locks it: runs an update with the id in its first column.
   * Needs the caller's transaction.
   *
   * @return the id; empty if the query has no row
   */
  public static Optional<UUID> takeFirst(Database database, String query, String update) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(query)) {
      Optional<UUID> first = uuids(select).stream().findFirst();
      if (first.isPresent()) {
        try (PreparedStatement take = connection.prepareStatement(update)) {
          take.setObject(1, first.get());
          take.executeUpdate();
        }
      }
      return first;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Runs a query and returns the ids in its first column. */
  public static List<UUID> uuids(PreparedStatement query) throws SQLException {
    List<UUID> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(uuid(rows, 1));
      }
    }
    return found;
  }
}
