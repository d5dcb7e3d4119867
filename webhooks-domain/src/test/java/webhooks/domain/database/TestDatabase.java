package webhooks.domain.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A real database with the product's tables, and transactions as a container has them: inside one,
 * every connection of the thread is the transaction's.
 */
public final class TestDatabase implements AutoCloseable {
  private final DataSource real;
  private final ThreadLocal<Connection> current = new ThreadLocal<>();
  private final Closeable server;
  private final boolean embedded;

  private TestDatabase(DataSource real, Closeable server, boolean embedded) {
    this.real = real;
    this.server = server;
    this.embedded = embedded;
    Migration.migrate(real, embedded);
  }

  /** Opens the embedded database, in a time zone other than UTC. */
  public static TestDatabase h2(Path directory) {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL(
        "jdbc:h2:file:"
            + directory.resolve("database")
            + ";WRITE_DELAY=0;TIME ZONE=Asia/Kolkata;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000");
    return new TestDatabase(h2, () -> shutDown(h2), true);
  }

  private static void shutDown(DataSource h2) {
    try (Connection connection = h2.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("shutdown");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts PostgreSQL, in a time zone other than UTC. */
  public static TestDatabase postgres() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("timezone", "Asia/Kolkata")
              // Ten seconds without it, which a busy machine may need.
              .setPGStartupWait(Duration.ofMinutes(2))
              .start();
      return new TestDatabase(postgres.getPostgresDatabase(), postgres, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
                }));
  }

  /** Runs work in a transaction: committed, or rolled back if it fails. */
  public <T> T inTransaction(Callable<T> work) {
    try (Connection connection = real.getConnection()) {
      connection.setAutoCommit(false);
      current.set(connection);
      try {
        T result = work.call();
        connection.commit();
        return result;
      } catch (Exception | Error e) {
        connection.rollback();
        throw e;
      } finally {
        current.remove();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a statement. */
  public void execute(String sql, Object... values) {
    try (Connection connection = real.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the number that a query finds. */
  public long count(String sql, Object... values) {
    try (Connection connection = real.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the ids that a query finds. */
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

  /** Tells whether some transaction waits for a lock that another holds. */
  public boolean isAnyoneWaiting() {
    return count(
            embedded
                ? "select count(*) from information_schema.sessions where blocker_id is not null"
                : "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        > 0;
  }

  /** The transaction's end closes it, not its user. */
  private static Connection kept(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            TestDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
