package webhooks.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** A look into the product's database: the only place of this suite that knows its tables. */
final class Database {
  /** The user of every database here. */
  static final String USER = "postgres";

  /** PostgreSQL is set to trust local sessions; the setting must be given all the same. */
  static final String PASSWORD = "not-checked";

  private static final String DELIVERIES =
      """
      SELECT d.id, d.status FROM delivery d
      WHERE d.webhook_id = CAST(? AS uuid) AND d.message_id = CAST(? AS uuid)""";
  private static final String ATTEMPTS =
      """
      SELECT a.status_code, a.error FROM attempt a
      WHERE a.delivery_id = CAST(? AS uuid) ORDER BY a.time""";
  private static final String COUNT = "SELECT count(*) FROM delivery WHERE status = ?";

  private final String url;

  Database(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  /** A delivery as the tables have it; an attempt is its status code, or else its error. */
  record StoredDelivery(String id, String status, List<String> attempts) {}

  /** The deliveries of one event to one webhook: one at the most, if the product is right. */
  List<StoredDelivery> deliveries(String webhookId, UUID messageId) {
    List<StoredDelivery> found = new ArrayList<>();
    for (List<String> row : rows(DELIVERIES, webhookId, messageId.toString())) {
      List<String> attempts =
          rows(ATTEMPTS, row.get(0)).stream()
              .map(attempt -> attempt.get(0) == null ? attempt.get(1) : attempt.get(0))
              .toList();
      found.add(new StoredDelivery(row.get(0), row.get(1), attempts));
    }
    return found;
  }

  /** How many deliveries have the status. */
  int count(String status) {
    return Integer.parseInt(rows(COUNT, status).get(0).get(0));
  }

  /** Every value of every table as text, bytes both in hex and as the characters they may be. */
  String dump() {
    StringBuilder text = new StringBuilder();
    for (List<String> table :
        rows(
            "SELECT table_schema, table_name FROM information_schema.tables"
                + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")) {
      String name = '"' + table.get(0) + "\".\"" + table.get(1) + '"';
      text.append("-- ").append(name).append('\n');
      rows("SELECT * FROM " + name).forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  private List<List<String>> rows(String sql, String... parameters) {
    try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<List<String>> read(ResultSet result) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(text(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes) + " " + new String(bytes, ISO_8859_1);
    }
    return value == null ? null : value.toString();
  }
}
