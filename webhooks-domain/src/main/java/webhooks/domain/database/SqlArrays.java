package webhooks.domain.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sets arrays as parameters of statements, so that one statement works on a whole batch. */
public final class SqlArrays {
  private SqlArrays() {}

  /**
   * Sets an array parameter.
   *
   * @param index the number of the parameter, from 1
   * @param type the SQL type of the elements
   */
  public static void set(PreparedStatement statement, int index, String type, Object[] values)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
