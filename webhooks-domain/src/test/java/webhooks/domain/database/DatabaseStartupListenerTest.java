package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.SessionEvent;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that stops answering while JPA connects to it. */
class DatabaseStartupListenerTest {
  private final JdbcDataSource database = new JdbcDataSource();
  private final AtomicInteger connections = new AtomicInteger();
  private final DatabaseLogin login = new DatabaseLogin();
  private final SessionEvent event =
      new SessionEvent(SessionEvent.PreLogin, new Project(login).createDatabaseSession());
  private final DatabaseStartupListener listener = new DatabaseStartupListener();

  @BeforeEach
  void open(@TempDir Path directory) {
    database.setUrl("jdbc:h2:file:" + directory.resolve("database") + ";WRITE_DELAY=0");
  }

  @Test
  void waitsAgainAfterALostConnection() throws SQLException {
    login.setConnector(new JNDIConnector(failingAt(2, 4)));

    listener.preLogin(event);
    try (Connection connection = connect()) {
      assertThat(connection.isValid(1)).isTrue();
    }

    // Three checks, two failures, and the connection that is returned.
    assertThat(connections).hasValue(6);
  }

  @Test
  void doesNotWaitAfterTheLogin() {
    login.setConnector(new JNDIConnector(failingAt(2)));

    listener.preLogin(event);
    listener.postLogin(event);

    assertThatExceptionOfType(DatabaseException.class).isThrownBy(this::connect);
    assertThat(login.getQueryRetryAttemptCount()).isZero();
  }

  private Connection connect() {
    return login.getConnector().connect(new Properties(), event.getSession());
  }

  /** Returns a source whose connections of these numbers fail, counted from 1. */
  private DataSource failingAt(int... numbers) {
    List<Integer> failing = IntStream.of(numbers).boxed().toList();
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (failing.contains(connections.incrementAndGet())) {
                throw new SQLException("Pool", new SQLException("gone", "08001"));
              }
              return database.getConnection();
            });
  }
}
