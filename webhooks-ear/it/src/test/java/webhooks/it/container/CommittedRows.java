package webhooks.it.container;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import webhooks.domain.database.Database;
import webhooks.domain.event.Event;

/** Reads what the product's transactions left in the database. */
final class CommittedRows {
  private final Database database;

  CommittedRows(Database database) {
    this.database = database;
  }

  /** Returns the version that the last committed change of a webhook took. */
  long webhookVersion() throws SQLException {
    return number("select version from webhook_version");
  }

  boolean contain(Event event) throws SQLException {
    return number("select count(*) from event where message_id = ?", event.id()) == 1;
  }

  private long number(String sql, Object... values) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
