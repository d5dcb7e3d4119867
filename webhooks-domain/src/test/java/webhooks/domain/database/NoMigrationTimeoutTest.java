package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class NoMigrationTimeoutTest {
  private static final int LIMIT_SECONDS = 240;
  private static final int LIMIT = LIMIT_SECONDS * 1000;

  @Test
  void liftsTheSocketTimeoutForMigrationsOnly() {
    LimitedSource source = new LimitedSource();

    Migration.migrate(source, false);

    assertThat(source.duringStatements).as("migrations, Flyway's own").contains(0, LIMIT);
    assertThat(source.atClose).as("returned to the pool").isNotEmpty().containsOnly(LIMIT);
  }

  /** An empty database with a socket timeout, which notes the timeouts in force. */
  private static final class LimitedSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> duringStatements = new ArrayList<>();
    private final transient List<Integer> atClose = new ArrayList<>();

    LimitedSource() {
      setUrl(PostgresServer.get().url(PostgresServer.get().createEmpty()));
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
                switch (method.getName()) {
                  case "close" -> atClose.add(real.getNetworkTimeout());
                  case "createStatement" -> duringStatements.add(real.getNetworkTimeout());
                  default -> {}
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
