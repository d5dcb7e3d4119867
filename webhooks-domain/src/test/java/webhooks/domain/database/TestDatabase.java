package webhooks.domain.database;

import jakarta.transaction.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A real database with the product's tables.
 *
 * <p>Transactions behave as in a container: inside one, the thread always gets the transaction's
 * connection. A thread that takes a second connection fails, in a transaction or not.
 */
public final class TestDatabase implements AutoCloseable {
  /** Tests run as many transactions at once as this, less than PostgreSQL's limit of 300. */
  private static final int MAX_CONNECTIONS = 250;

  /** In an order that foreign keys allow. */
  private static final List<String> TABLES =
      List.of(
          "attempt",
          "delivery_pending",
          "delivery_finished",
          "failure_streak",
          "webhook_pause",
          "filtered_events",
          "webhook_throttle",
          "account_hold",
          "recovery",
          "operational_event",
          "failing_webhook",
          "exhausted_deliveries",
          "event",
          "webhook_block",
          "webhook_options",
          "webhook_certificate",
          "webhook_key_request",
          "erasure",
          "alert_report",
          "alert_confirmation",
          "alert_request",
          "alert",
          "webhook_revision",
          "webhook",
          "webhook_owner",
          "itwin_grant",
          "itwin",
          "node",
          "node_figures",
          "portal_session",
          "audit");

  private static final Set<String> ENDS_TRANSACTION =
      Set.of("close", "commit", "rollback", "setAutoCommit");

  private final String name;
  private final JdbcConnectionPool real;
  private final Runnable removal;
  private final ThreadLocal<Connection> current = new ThreadLocal<>();
  private final ThreadTransactions transactions = new ThreadTransactions();

  private TestDatabase(String name, ConnectionPoolDataSource source, Runnable removal) {
    this.name = name;
    this.real = JdbcConnectionPool.create(source);
    this.real.setMaxConnections(MAX_CONNECTIONS);
    this.removal = removal;
  }

  /** Creates a database in files of the embedded H2. */
  public static TestDatabase h2() {
    JdbcDataSource source = H2Files.source(H2Files.createMigrated());
    return new TestDatabase("H2", source, () -> H2Files.shutDown(source));
  }

  /** Creates a database on the PostgreSQL server that all tests of this process share. */
  public static TestDatabase postgres() {
    PostgresServer server = PostgresServer.get();
    String database = server.createMigrated();
    return new TestDatabase("PostgreSQL", server.source(database), () -> server.drop(database));
  }

  /** Returns the database as the product sees it. */
  public Database database() {
    return new Database(
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> {
                  if (!method.getName().equals("getConnection")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  return current.get() == null ? real.getConnection() : kept(current.get());
                }),
        transactions);
  }

  /** Runs work in a transaction, which is rolled back if the work fails. */
  public <T> T inTransaction(Callable<T> work) {
    try (Connection connection = real.getConnection()) {
      connection.setAutoCommit(false);
      current.set(connection);
      transactions.begin();
      int end = Status.STATUS_ROLLEDBACK;
      try {
        T result = work.call();
        connection.commit();
        end = Status.STATUS_COMMITTED;
        return result;
      } catch (Exception | Error e) {
        connection.rollback();
        throw e;
      } finally {
        transactions.end(end);
        current.remove();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Executes a statement in a transaction of its own. */
  public void execute(String sql, Object... values) {
    try (Connection connection = real.getConnection();
        var statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Executes a statement once for each row of values, in one transaction. */
  public void executeAll(String sql, List<Object[]> rows) {
    inTransaction(
        () -> {
          try (var statement = current.get().prepareStatement(sql)) {
            for (Object[] values : rows) {
              set(statement, values);
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  /** Deletes the rows of all tables in which tests write, but keeps the version of webhooks. */
  public void clear() {
    for (String table : TABLES) {
      execute("delete from " + table);
    }
  }

  /** Returns the number in the first row of a query's result. */
  public long count(String sql, Object... values) {
    try (Connection connection = real.getConnection();
        var statement = connection.prepareStatement(sql)) {
      set(statement, values);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the ids in the first column of a query's result. */
  public Set<UUID> ids(String sql) {
    try (Connection connection = real.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      Set<UUID> ids = new HashSet<>();
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Returns whether a transaction waits for a lock that another holds. */
  public boolean hasBlockedTransaction() {
    return count(
            name.equals("H2")
                ? "select count(*) from information_schema.sessions where blocker_id is not null"
                : "select count(*) from pg_stat_activity"
                    + " where wait_event_type = 'Lock' and datname = current_database()")
        > 0;
  }

  /** Returns the connection without the methods that would end the thread's transaction. */
  private static Connection kept(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            TestDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (ENDS_TRANSACTION.contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Removes the database. */
  @Override
  public void close() {
    real.dispose();
    removal.run();
  }

  /** Returns the name of the product: the display name of the tests. */
  @Override
  public String toString() {
    return name;
  }
}
