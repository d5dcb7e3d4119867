package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that stops answering during a migration. */
class MigrationTest {
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

  private static void migrate(DataSource source) {
    StartupRetry.run(source, () -> Migration.migrate(source, true));
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

  private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
