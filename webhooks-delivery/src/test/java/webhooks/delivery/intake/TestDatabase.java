package webhooks.delivery.intake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import webhooks.domain.database.Database;
import webhooks.domain.database.Migration;

/**
 * A real database with the product's tables, and transactions as a container has them: within one,
 * the thread has one connection, which only the transaction's end closes. It can be away.
 */
final class TestDatabase {
  private final DataSource real;
  private final AutoCloseable server;
  private final ThreadLocal<Connection> current = new ThreadLocal<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean away;

  private TestDatabase(DataSource real, boolean embedded, AutoCloseable server) {
    this.real = real;
    this.server = server;
    Migration.migrate(real, embedded);
  }

  /** Opens the embedded database. */
  static TestDatabase h2(Path directory) {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:file:" + directory.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1");
    return new TestDatabase(h2, true, () -> run(h2, "shutdown"));
  }

  /** Starts PostgreSQL. */
  static TestDatabase postgres() throws IOException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start();
    return new TestDatabase(postgres.getPostgresDatabase(), false, postgres);
  }

  /** Returns the database as the product sees it. */
  Database database() {
    return new Database(
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> current.get()));
  }

  /** Makes the database unreachable, or reachable again. */
  void isAway(boolean isAway) {
    away = isAway;
  }

  /** Returns how many transactions found the database away. */
  int refusals() {
    return refusals.get();
  }

  /** Runs work in a transaction, which ends with the work's last step. */
  <T> T inTransaction(Supplier<T> work, Runnable beforeCommit) throws SQLException {
    if (away) {
      refusals.incrementAndGet();
      throw new SQLException("injected: the database is away", "08006");
    }
    try (Connection connection = real.getConnection()) {
      connection.setAutoCommit(false);
      current.set(unclosed(connection));
      try {
        T result = work.get();
        beforeCommit.run();
        connection.commit();
        return result;
      } catch (RuntimeException | Error e) {
        connection.rollback();
        throw e;
      } finally {
        current.remove();
      }
    }
  }

  private static Connection unclosed(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              try {
                return method.getName().equals("close") ? null : method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  void execute(String sql, Object... values) throws SQLException {
    run(real, sql, values);
  }

  private static void run(DataSource dataSource, String sql, Object... values) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  /** Returns the number that a query finds. */
  long count(String sql) throws SQLException {
    try (Connection connection = real.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns the ids of the stored events. */
  Set<UUID> eventIds() throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (Connection connection = real.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from event")) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  void close() throws Exception {
    server.close();
  }
}
