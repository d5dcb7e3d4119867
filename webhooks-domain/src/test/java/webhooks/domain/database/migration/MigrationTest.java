package webhooks.domain.database.migration;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.PostgresServer;

class MigrationTest {
  private static final int SOCKET_TIMEOUT_SECONDS = 240;
  private static final int SOCKET_TIMEOUT_MILLIS = SOCKET_TIMEOUT_SECONDS * 1000;

  private static final Pattern CHANGED_TABLE = Pattern.compile("(?m)^alter table (\\w+)");

  private final JdbcDataSource database = new JdbcDataSource();
  private final AtomicInteger failures = new AtomicInteger();

  @BeforeEach
  void open(@TempDir Path directory) {
    database.setUrl("jdbc:h2:file:" + directory.resolve("database") + ";WRITE_DELAY=0");
  }

  @Test
  void retriesAfterAnOutage() throws Exception {
    failures.set(3);

    migrate(failing("57P01"));

    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("select count(*) from delivery").next()).isTrue();
    }
  }

  @Test
  void failsAtOnceOnOtherErrors() {
    failures.set(1);

    assertThatThrownBy(() -> migrate(failing("42601"))).isInstanceOf(FlywayException.class);
  }

  @Test
  void liftsTheSocketTimeoutForMigrationsOnly() {
    LimitedSource source = new LimitedSource();

    Migration.migrate(source, Dialect.POSTGRESQL);

    assertThat(source.duringStatements)
        .as("migrations, Flyway's own")
        .contains(0, SOCKET_TIMEOUT_MILLIS);
    assertThat(source.atClose)
        .as("returned to the pool")
        .isNotEmpty()
        .containsOnly(SOCKET_TIMEOUT_MILLIS);
  }

  /** All statements of the nodes wait behind a migration that waits. */
  @Test
  void givesUpWaitingForALock() throws Exception {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(PostgresServer.get().url(PostgresServer.get().createEmpty()));
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("create table webhook (of_another_transaction int)");

      assertThat(runAsync(() -> Migration.migrate(source, Dialect.POSTGRESQL)))
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("lock timeout");
      other.rollback();
    }

    Migration.migrate(source, Dialect.POSTGRESQL);
  }

  /** Nodes lock the tables in other orders. Each script is a transaction. */
  @Test
  void scriptsOfALaterVersionChangeOneTableEach() throws Exception {
    List<Path> scripts;
    try (Stream<Path> all = Files.list(Path.of("src/main/resources/db/webhooks/all"))) {
      scripts = all.filter(script -> !script.endsWith("V4__options.sql")).toList();
    }
    assertThat(scripts).isNotEmpty();
    for (Path script : scripts) {
      assertThat(
              CHANGED_TABLE
                  .matcher(Files.readString(script))
                  .results()
                  .map(found -> found.group(1))
                  .distinct())
          .as(script.toString())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  private static void migrate(DataSource source) {
    Migration.migrate(source, Dialect.H2);
  }

  /** Returns the database, whose commits fail as often as set. */
  private DataSource failing(String state) {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = call(database, method, arguments);
              return result instanceof Connection connection ? failing(connection, state) : result;
            });
  }

  private Connection failing(Connection connection, String state) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit") && failures.getAndDecrement() > 0) {
                throw new SQLException("gone", state);
              }
              return call(connection, method, arguments);
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** An empty database with a socket timeout, which notes the timeouts in force. */
  private static final class LimitedSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> duringStatements = new ArrayList<>();
    private final transient List<Integer> atClose = new ArrayList<>();

    LimitedSource() {
      setUrl(PostgresServer.get().url(PostgresServer.get().createEmpty()));
      setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection real = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, args) -> {
                switch (method.getName()) {
                  case "close" -> atClose.add(real.getNetworkTimeout());
                  case "createStatement" -> duringStatements.add(real.getNetworkTimeout());
                  default -> {}
                }
                return call(real, method, args);
              });
    }
  }
}
