package webhooks.domain.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import webhooks.settings.InvalidSetting;

/**
 * Waits for the database at the start of a node, and detects which database it is.
 *
 * <p>Nodes and their database often start together, so a database that does not answer yet is no
 * failure. The wait ends before WildFly's limit for a deployment, five minutes. A supervisor such
 * as systemd then restarts the process, and the wait begins again.
 */
public final class DatabaseStartup {
  private static final Logger LOG = Logger.getLogger(DatabaseStartup.class.getName());
  private static final String KEY = "webhooks.db.url";
  private static final String PREFIX = "jdbc:h2:";

  /** Matches prefixes such as tcp: and mem:, but not a drive letter. */
  private static final Pattern OTHER_THAN_FILE = Pattern.compile("(?!file:)[A-Za-z0-9]{2,}:.*");

  private final DataSource source;
  private final Duration limit;
  private final Duration pause;
  private final Duration report;
  private final LongSupplier nanoTime;

  DatabaseStartup(DataSource source) {
    this(
        source,
        Duration.ofMinutes(4),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        System::nanoTime);
  }

  /**
   * Creates the wait with other durations, for tests.
   *
   * @param limit the maximum time to wait
   * @param pause the time between two tries
   * @param report the time between two log lines
   * @param nanoTime the ticker that measures the wait
   */
  DatabaseStartup(
      DataSource source, Duration limit, Duration pause, Duration report, LongSupplier nanoTime) {
    this.source = source;
    this.limit = limit;
    this.pause = pause;
    this.report = report;
    this.nanoTime = nanoTime;
  }

  /**
   * Waits for the database and returns which one it is.
   *
   * @throws InvalidSetting if the database refuses this node, does not answer in time, or is H2 in
   *     a form that the product does not support
   * @throws IllegalStateException if the node stops during the wait
   */
  Dialect awaitDatabase() {
    long begin = nanoTime.getAsLong();
    long nextReport = begin;
    while (true) {
      try (Connection connection = source.getConnection()) {
        return dialect(connection);
      } catch (SQLException e) {
        refuseIfAccessRefused(e);
        Duration waited = Duration.ofNanos(nanoTime.getAsLong() - begin);
        if (waited.compareTo(limit) >= 0) {
          LOG.log(Level.SEVERE, "The database did not answer", e);
          throw new InvalidSetting(KEY, "must name a database that answers: none did for " + limit);
        }
        if (nanoTime.getAsLong() - nextReport >= 0) {
          nextReport += report.toNanos();
          LOG.warning(
              () ->
                  "Waiting for the database, for %d s now: %s"
                      .formatted(waited.toSeconds(), firstLine(rootOf(e))));
        }
        sleep();
      }
    }
  }

  /**
   * Returns which database this is: PostgreSQL, unless the driver calls it H2.
   *
   * @throws InvalidSetting if it is H2 without a file, or H2 that delays its writes
   */
  public static Dialect dialect(Connection connection) throws SQLException {
    if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
      return Dialect.POSTGRESQL;
    }
    String url = connection.getMetaData().getURL();
    if (OTHER_THAN_FILE.matcher(url.substring(PREFIX.length())).matches()) {
      throw new InvalidSetting(
          KEY, "must be a file when the database is H2, for one process: jdbc:h2:file:…");
    }
    refuseDelayedWrites(connection);
    return Dialect.H2;
  }

  /** Returns the file that H2's URL names, without the suffix that H2 adds. */
  static Path file(String url) {
    String name = url.substring(PREFIX.length()).replaceFirst("^file:", "");
    return Path.of(name.replaceFirst(";.*", "")).toAbsolutePath();
  }

  /** Refuses H2's delay of writes, half a second by default, because a crash would lose commits. */
  private static void refuseDelayedWrites(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet delay =
            statement.executeQuery(
                "select setting_value from information_schema.settings"
                    + " where setting_name = 'WRITE_DELAY'")) {
      if (!delay.next() || !delay.getString(1).equals("0")) {
        throw new InvalidSetting(KEY, "must have ;WRITE_DELAY=0, or a crash loses deliveries");
      }
    }
  }

  /**
   * Throws if a failure says that the database refuses this node, because no wait changes that.
   *
   * @throws InvalidSetting if the database does not exist, or refuses its user
   */
  public static void refuseIfAccessRefused(SQLException failure) {
    if (DatabaseFailure.isAccessRefused(failure)) {
      LOG.log(Level.SEVERE, "The database refuses access", failure);
      throw DatabaseFailure.isUnknownDatabase(failure)
          ? new InvalidSetting(KEY, "must name a database that exists: its server has no such one")
          : new InvalidSetting(
              "webhooks.db.password",
              "must be the one of webhooks.db.user, whom the database lets in");
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted() || isShuttingDown()) {
      throw new IllegalStateException("Stopped while waiting for the database");
    }
  }

  /** WildFly waits at shutdown for deployments that still start, so this wait must end. */
  private static boolean isShuttingDown() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }
}
