package webhooks.domain.database.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The statements of {@link PartitionBounds}; the caller commits. */
final class PartitionBoundsSql {
  /** The number of constraints: one for each table. */
  static final int CONSTRAINTS = 2;

  static final String DROP =
      "alter table delivery drop constraint if exists delivery_former_end;"
          + " alter table attempt drop constraint if exists attempt_former_end";

  private static final String COUNT =
      """
      select count(*), count(*) filter (where convalidated) from pg_constraint
      where (conrelid, conname) in ((to_regclass('delivery'), 'delivery_former_end'),
        (to_regclass('attempt'), 'attempt_former_end'))
      """;
  private static final String LOCK = "(hashtext('webhooks'), hashtext('partition bounds'))";
  private static final String SCRIPTS = "/db/webhooks/postgresql/";

  private PartitionBoundsSql() {}

  static int count(Connection connection) throws SQLException {
    return number(connection, COUNT, 1);
  }

  static int countValid(Connection connection) throws SQLException {
    return number(connection, COUNT, 2);
  }

  /** Waits for the lock of these constraints and keeps it until the end of the transaction. */
  static void lock(Connection connection) throws SQLException {
    execute(connection, "select pg_advisory_xact_lock" + LOCK);
  }

  /** Takes the lock until the end of the transaction; returns whether it was free. */
  static boolean tryLock(Connection connection) throws SQLException {
    return number(connection, "select cast(pg_try_advisory_xact_lock" + LOCK + " as int)", 1) == 1;
  }

  /** Lets this transaction wait while another connection restores the constraints. */
  static void allowIdleTransaction(Connection connection) throws SQLException {
    execute(connection, "set local idle_in_transaction_session_timeout = 0");
  }

  static void setLockTimeout(Connection connection, Duration limit) throws SQLException {
    execute(connection, "set local lock_timeout = " + limit.toMillis());
  }

  static void drop(Connection connection) throws SQLException {
    // Both tables at once, in the order of version 20.
    execute(connection, "lock table delivery, attempt in access exclusive mode");
    execute(connection, DROP);
  }

  /** Adds the constraints with a bound that is right now, for new rows only. */
  static void add(Connection connection) throws SQLException {
    execute(connection, script("V20__partition_bounds.sql"));
  }

  static void validate(Connection connection) throws SQLException {
    execute(connection, script("V21__checked_bounds.sql"));
  }

  private static String script(String file) {
    try (InputStream script = PartitionBoundsSql.class.getResourceAsStream(SCRIPTS + file)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql, int column) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(column);
    }
  }
}
