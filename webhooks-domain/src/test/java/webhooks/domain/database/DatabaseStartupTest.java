package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.LoggedLines;
import webhooks.settings.InvalidSetting;

class DatabaseStartupTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LoggedLines lines = LoggedLines.of(DatabaseStartup.class);

  @TempDir private Path directory;

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void waitsForTheDatabase() {
    AtomicInteger tries = new AtomicInteger();
    DataSource source =
        source(
            () -> {
              if (tries.incrementAndGet() < 20) {
                throw new SQLException(
                    "Connection could not be allocated",
                    new SQLException("the database system is starting up\nmore", "57P03"));
              }
              return h2(";WRITE_DELAY=0").getConnection();
            });

    assertThat(patient(source, Duration.ofMinutes(1)).awaitDatabase()).isEqualTo(Dialect.H2);

    assertThat(tries).hasValue(20);
    // All tries take less than the ten seconds between two warnings.
    assertThat(lines.at(Level.WARNING))
        .containsExactly(
            "Waiting for the database, for 0 s now:"
                + " java.sql.SQLException: the database system is starting up");
  }

  @Test
  void repeatsTheWarningWhileWaiting() {
    DataSource source = refusing("08001");
    AtomicLong nanoTime = new AtomicLong();

    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(
            () ->
                new DatabaseStartup(
                        source,
                        Duration.ofSeconds(30),
                        SOON,
                        Duration.ofSeconds(10),
                        () -> nanoTime.addAndGet(SECOND))
                    .awaitDatabase());

    assertThat(lines.at(Level.WARNING)).as("after 0, 10, 20 and 30 s").hasSize(4);
  }

  @Test
  void givesUpAfterTheLimit() {
    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(() -> patient(refusing("08001"), Duration.ofMillis(50)).awaitDatabase())
        .withMessage(
            "Setting webhooks.db.url must name a database that answers: none did for PT0.05S.");
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, webhooks.db.password",
    "28000, webhooks.db.password",
    "3D000, webhooks.db.url",
  })
  void failsAtOnceOnWrongCredentialsOrName(String state, String setting) {
    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(() -> patient(refusing(state), Duration.ofMinutes(1)).awaitDatabase())
        .withMessageStartingWith("Setting " + setting + " must ");

    assertThat(lines.at(Level.WARNING)).isEmpty();
  }

  @Test
  void remembersThatItGaveUp() {
    AtomicInteger tries = new AtomicInteger();
    Database database =
        new Database(
            source(
                () -> {
                  tries.incrementAndGet();
                  throw new SQLException("Refused", "28P01");
                }));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(InvalidSetting.class).isThrownBy(database::dialect);
    }

    assertThat(tries).hasValue(1);
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> patient(refusing("08001"), Duration.ofMinutes(1)).awaitDatabase());

    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";WRITE_DELAY=200"})
  void refusesH2WithDelayedWrites(String settings) {
    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(() -> new DatabaseStartup(h2(settings)).awaitDatabase())
        .withMessageContaining("webhooks.db.url")
        .withMessageContaining("WRITE_DELAY=0");
  }

  @Test
  void refusesH2InMemory() {
    assertRefused("jdbc:h2:mem:webhooks;WRITE_DELAY=0");
  }

  @Test
  void refusesH2Server() throws SQLException {
    Server server =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString());
    System.setProperty("h2.bindAddress", "127.0.0.1");
    try {
      server.start();
      assertRefused("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./database;WRITE_DELAY=0");
    } finally {
      server.stop();
      System.clearProperty("h2.bindAddress");
    }
  }

  private static void assertRefused(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(() -> new DatabaseStartup(source).awaitDatabase())
        .withMessage(
            "Setting webhooks.db.url must be a file when the database is H2, for one process:"
                + " jdbc:h2:file:….");
  }

  private static DatabaseStartup patient(DataSource source, Duration limit) {
    return new DatabaseStartup(source, limit, SOON, Duration.ofSeconds(10), System::nanoTime);
  }

  private JdbcDataSource h2(String settings) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + directory.resolve("database") + settings);
    return source;
  }

  private static DataSource refusing(String state) {
    return source(
        () -> {
          throw new SQLException("Pool", new SQLException("Refused", state));
        });
  }

  private static DataSource source(Callable<Connection> connections) {
    return (DataSource)
        Proxy.newProxyInstance(
            DatabaseStartupTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> connections.call());
  }
}
