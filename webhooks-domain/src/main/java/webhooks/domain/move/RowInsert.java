package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import webhooks.domain.database.Dialect;

/** Inserts rows into any table, unless the database has them already. */
final class RowInsert {
  private final Connection connection;
  private final Dialect dialect;

  RowInsert(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Inserts rows of one table, and returns the inserted ones. */
  List<Row> insert(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement insert = connection.prepareStatement(sql(rows.get(0).columns()))) {
      for (Row row : rows) {
        for (int i = 0; i < row.values().length; i++) {
          insert.setObject(i + 1, row.values()[i]);
        }
        insert.addBatch();
      }
      int[] counts = insert.executeBatch();
      List<Row> inserted = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          inserted.add(rows.get(i));
        }
      }
      return inserted;
    }
  }

  private String sql(Columns columns) {
    String names = String.join(", ", columns.names());
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    "cast(? as "
                        + columns.types().get(i).sql(dialect)
                        + ") as "
                        + columns.names().get(i))
            .collect(Collectors.joining(", "));
    return "insert into %s (%s) select %s from (select %s) n where %s%s"
        .formatted(
            columns.table().tableName(),
            names,
            names,
            values,
            columns.table().newRowCondition(),
            dialect.onConflictDoNothing());
  }
}
