package webhooks.domain.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGConnectionPoolDataSource;
import webhooks.domain.database.migration.Migration;

/** The PostgreSQL server that all tests of this process share; it stops with the process. */
public final class PostgresServer {
  private static final PostgresServer INSTANCE = new PostgresServer();
  private static final String USER = "postgres";
  private static final String TEMPLATE = "migrated";

  private final EmbeddedPostgres postgres = start();
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer() {
    execute("create database " + TEMPLATE);
    Migration.migrate(postgres.getDatabase(USER, TEMPLATE), Dialect.POSTGRESQL);
  }

  /** Returns the server; the first call starts it. */
  public static PostgresServer get() {
    return INSTANCE;
  }

  /** Starts the server in a time zone other than UTC, so that tests detect a dependency on it. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("timezone", "Asia/Kolkata")
          // The default is ten seconds, which a busy machine exceeds.
          .setPGStartupWait(Duration.ofMinutes(2))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a database with the product's tables by copying the template; returns its name. */
  public String createMigrated() {
    return create(" template " + TEMPLATE);
  }

  /** Creates a database without tables; returns its name. */
  public String createEmpty() {
    return create("");
  }

  private String create(String options) {
    String name = "test_" + databases.incrementAndGet();
    execute("create database " + name + options);
    return name;
  }

  /** Removes a database, although connections to it may be open. */
  public void drop(String database) {
    execute("drop database " + database + " with (force)");
  }

  /** Returns the JDBC URL of a database, which contains the user. */
  public String url(String database) {
    return postgres.getJdbcUrl(USER, database);
  }

  /** Returns a source of connections to a database, for a pool. */
  public PGConnectionPoolDataSource source(String database) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(url(database));
    return source;
  }

  private void execute(String sql) {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
