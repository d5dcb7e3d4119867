package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class LongStatementsTest {
  private static final int LIMIT_SECONDS = 4;

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void migrationMayTakeLongerThanADatabaseMaySayNothing() {
    Limited source = new Limited("long");

    assertThat(migration(source).callbacks(new LongStatements()).load().migrate().success).isTrue();

    // What is not a migration still may not, on a connection that goes back to a pool.
    assertThat(source.closedWith).isNotEmpty().containsOnly(LIMIT_SECONDS * 1000);
  }

  @Test
  void migrationIsGivenUpWithoutThem() {
    Flyway limited = migration(new Limited("limited")).load();

    assertThatThrownBy(limited::migrate).isInstanceOf(FlywayException.class);
  }

  private static FluentConfiguration migration(Limited source) {
    return Flyway.configure()
        .dataSource(source)
        .defaultSchema(source.schema)
        .locations("classpath:db/long");
  }

  /** Gives up after some seconds, and notes what limit connections have when they are closed. */
  private static final class Limited extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final String schema;
    private final transient List<Integer> closedWith = new ArrayList<>();

    Limited(String schema) {
      this.schema = schema;
      setUrl(postgres.getJdbcUrl("postgres", "postgres"));
      setSocketTimeout(LIMIT_SECONDS);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection real = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, args) -> {
                if (method.getName().equals("close")) {
                  closedWith.add(real.getNetworkTimeout());
                }
                try {
                  return method.invoke(real, args);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
