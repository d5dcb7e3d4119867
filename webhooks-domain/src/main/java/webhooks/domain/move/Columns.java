package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of a table, as the database has them. */
record Columns(MovedTable table, List<String> names, List<ColumnType> types) {

  /** Reads the columns of all tables that are moved. */
  static Map<MovedTable, Columns> ofAll(Connection connection) throws SQLException {
    Map<MovedTable, Columns> all = new EnumMap<>(MovedTable.class);
    for (MovedTable table : MovedTable.values()) {
      all.put(table, of(connection, table));
    }
    return all;
  }

  private static Columns of(Connection connection, MovedTable table) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select * from " + table.tableName() + " where 1 = 0");
        ResultSet none = select.executeQuery()) {
      ResultSetMetaData found = none.getMetaData();
      List<String> names = new ArrayList<>();
      List<ColumnType> types = new ArrayList<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        names.add(found.getColumnName(i).toLowerCase(Locale.ROOT));
        types.add(ColumnType.of(found.getColumnTypeName(i)));
      }
      return new Columns(table, List.copyOf(names), List.copyOf(types));
    }
  }

  int size() {
    return names.size();
  }

  /** Returns the position of a column, -1 if the table has none of this name. */
  int indexOf(String name) {
    return names.indexOf(name);
  }
}
