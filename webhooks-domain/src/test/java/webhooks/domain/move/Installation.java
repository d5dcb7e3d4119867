package webhooks.domain.move;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import webhooks.domain.database.TestDatabase;
import webhooks.settings.SettingReader;
import webhooks.settings.command.AccountMove.Context;
import webhooks.settings.command.MoveFailure;

/** A database with its keys, on which the commands run. */
final class Installation {
  final TestDatabase database;
  final List<String> messages = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();

  Installation(TestDatabase database, String key) {
    this.database = database;
    settings.put("webhooks.encryption.key", key);
  }

  Installation with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  private Context context() {
    return new Context(
        new SettingReader(List.of(settings::get)), database.database().dataSource(), messages::add);
  }

  /** Returns the file. */
  String exportAccount(String account) throws MoveFailure {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    new AccountMover().exportAccount(context(), account, file);
    return file.toString(StandardCharsets.UTF_8);
  }

  void importAccount(String file) throws MoveFailure {
    importAccount(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }

  void importAccount(InputStream file) throws MoveFailure {
    new AccountMover().importAccount(context(), file);
  }

  void release(String account) throws MoveFailure {
    new AccountMover().releaseAccount(context(), account);
  }

  /** Returns the rows of a query as texts that both databases have alike, by column. */
  List<Map<String, String>> rows(String sql) {
    try (Connection connection = database.database().dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      ResultSetMetaData columns = row.getMetaData();
      List<Map<String, String>> rows = new ArrayList<>();
      while (row.next()) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          values.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), text(row, columns, i));
        }
        rows.add(values);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String text(ResultSet row, ResultSetMetaData columns, int i) throws SQLException {
    String type = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
    if (type.startsWith("timestamp")) {
      OffsetDateTime time = row.getObject(i, OffsetDateTime.class);
      return time == null ? null : time.toInstant().toString();
    }
    if (type.equals("bytea") || type.equals("binary varying")) {
      byte[] bytes = row.getBytes(i);
      return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
    if (type.startsWith("bool")) {
      return Boolean.toString(row.getBoolean(i));
    }
    return row.getString(i);
  }
}
