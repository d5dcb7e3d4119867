package webhooks.micro;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The database that the product uses: PostgreSQL if its URL is set, else H2 in the data directory.
 *
 * @param driver the class name of the JDBC data source
 * @param url {@code webhooks.db.url}
 */
record DatabaseSettings(String driver, String url) {
  private static final String KEY = "webhooks.db.url";

  /** A URL with a login before its host. The driver would take it for the host and log it. */
  private static final Pattern LOGIN = Pattern.compile("jdbc:postgresql:[^?]*@.*");

  private static final String H2 = "org.h2.jdbcx.JdbcDataSource";
  private static final String POSTGRESQL = "org.postgresql.ds.PGSimpleDataSource";

  /**
   * Parameters of PostgreSQL's driver: a node gives up on a database that does not answer, and the
   * database ends the transaction of a node that is paused, whose locks would block other nodes.
   */
  private static final Map<String, String> TIMEOUTS =
      new TreeMap<>(
          Map.of(
              "loginTimeout", "10",
              "options", "-c%20idle_in_transaction_session_timeout=30s",
              "socketTimeout", "30"));

  static DatabaseSettings read(SettingReader reader, Path dataDirectory) {
    Optional<String> url = reader.text(KEY);
    if (url.isEmpty()) {
      return embedded(dataDirectory);
    }
    if (LOGIN.matcher(url.get()).matches()) {
      throw new InvalidSetting(
          KEY, "must have no user and password: set webhooks.db.user and webhooks.db.password");
    }
    if (url.get().startsWith("jdbc:postgresql:")) {
      return new DatabaseSettings(POSTGRESQL, withTimeouts(url.get()));
    }
    if (url.get().startsWith("jdbc:h2:")) {
      return new DatabaseSettings(H2, url.get());
    }
    throw new InvalidSetting(KEY, "must begin with jdbc:postgresql:");
  }

  /** Adds the timeouts that the URL does not set itself. */
  private static String withTimeouts(String url) {
    StringBuilder result = new StringBuilder(url);
    TIMEOUTS.forEach(
        (name, value) -> {
          if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
            result.append(result.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
            result.append(value);
          }
        });
    return result.toString();
  }

  /**
   * Returns H2 with two options. Without WRITE_DELAY=0 a crash loses committed rows. Without
   * DB_CLOSE_ON_EXIT=FALSE H2 closes the database before the application has returned its leases.
   */
  private static DatabaseSettings embedded(Path dataDirectory) {
    return new DatabaseSettings(
        H2,
        "jdbc:h2:file:"
            + dataDirectory.resolve("database")
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
  }
}
