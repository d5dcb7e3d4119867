package webhooks.it.harness.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import webhooks.it.harness.Event;

/**
 * Events that the transaction of another session has stored and not committed, such as that of a
 * node that hangs. Closing it rolls the transaction back.
 */
public final class HeldEvents implements AutoCloseable {
  /** An event's id begins with the time, and the product's id of the same event would now, too. */
  private static final String INSERT =
      """
      INSERT INTO event
        (id, account_id, message_id, occurrence, event_type, itwin_id, body, created)
      VALUES (CAST(lpad(to_hex(CAST(extract(epoch FROM now()) * 1000 AS bigint)), 12, '0')
        || '70008' || right(replace(?, '-', ''), 15) AS uuid),
        ?, CAST(? AS uuid), 0, ?, ?, '', now())""";

  private final Connection connection;

  /** Stores events of accounts in an open transaction. */
  public HeldEvents(Database database, List<Event> events) throws SQLException {
    connection = database.connect();
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Event event : events) {
        insert.setString(1, event.messageId().toString());
        insert.setString(2, event.accountId());
        insert.setString(3, event.messageId().toString());
        insert.setString(4, event.eventType());
        // Nobody reads the iTwin of an event that is never committed.
        insert.setString(5, "");
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
