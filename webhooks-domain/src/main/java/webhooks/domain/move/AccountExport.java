package webhooks.domain.move;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;
import webhooks.settings.ProductVersion;

/** Writes all rows of an account to a file, as one transaction sees them. */
final class AccountExport {
  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 500;

  private static final List<String> KEY_ID = List.of("key_id");

  private final Connection connection;
  private final Dialect dialect;
  private final String account;
  private final Progress progress;

  AccountExport(Connection connection, Dialect dialect, String account, Consumer<String> messages) {
    this.connection = connection;
    this.dialect = dialect;
    this.account = account;
    this.progress = new Progress("exported", messages);
  }

  /** Returns whether the database has a webhook, an iTwin or an audit entry of the account. */
  boolean isKnown() throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            "select 1 from webhook where account_id = ? union all"
                + " select 1 from itwin where account_id = ? union all"
                + " select 1 from audit where account_id = ?")) {
      setAll(find);
      find.setMaxRows(1);
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Writes the file.
   *
   * @param tables the version of the tables
   * @param deduplication how long an event can be repeated here
   * @return the number of rows
   */
  long write(String tables, Duration deduplication, OutputStream file)
      throws SQLException, IOException {
    int isolation = connection.getTransactionIsolation();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      if (dialect == Dialect.POSTGRESQL) {
        execute("set transaction read only");
        // The reader of the file may be slow, and a table large.
        execute("set local idle_in_transaction_session_timeout = 0");
        execute("set local statement_timeout = 0");
      }
      FileHeader header =
          new FileHeader(
              ProductVersion.text(),
              tables,
              account,
              SqlRows.now(connection),
              deduplication,
              keys());
      writeAll(header, new AccountFileWriter(file));
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(true);
    }
    return progress.rows();
  }

  private void writeAll(FileHeader header, AccountFileWriter file)
      throws SQLException, IOException {
    Map<MovedTable, Columns> columns = Columns.ofAll(connection);
    file.begin(header);
    Map<MovedTable, Long> rows = new EnumMap<>(MovedTable.class);
    for (MovedTable table : MovedTable.values()) {
      rows.put(table, write(columns.get(table), file));
    }
    file.end(rows);
  }

  private long write(Columns columns, AccountFileWriter file) throws SQLException, IOException {
    MovedTable table = columns.table();
    try (PreparedStatement select = connection.prepareStatement(table.query(columns.names()))) {
      setAll(select);
      select.setFetchSize(FETCH_SIZE);
      long count = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          file.write(read(columns, row));
          progress.add(table);
          count++;
        }
      }
      return count;
    }
  }

  private static Row read(Columns columns, ResultSet row) throws SQLException {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.types().get(i).read(row, i + 1);
    }
    return new Row(columns, values);
  }

  private List<String> keys() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            MovedTable.WEBHOOK.query(KEY_ID)
                + " union "
                + MovedTable.WEBHOOK_OPTIONS.query(KEY_ID)
                + " union "
                + MovedTable.WEBHOOK_KEY_REQUEST.query(KEY_ID)
                + " union "
                + MovedTable.WEBHOOK_REVISION.query(KEY_ID)
                + " union "
                + MovedTable.ALERT.query(KEY_ID))) {
      setAll(select);
      select.setFetchSize(FETCH_SIZE);
      TreeSet<String> keys = new TreeSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString(1));
        }
      }
      return List.copyOf(keys);
    }
  }

  /** Sets each parameter to the account. */
  private void setAll(PreparedStatement select) throws SQLException {
    int count = select.getParameterMetaData().getParameterCount();
    for (int i = 1; i <= count; i++) {
      select.setString(i, account);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
