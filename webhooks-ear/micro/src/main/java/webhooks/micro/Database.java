package webhooks.micro;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The database to use: PostgreSQL when its address is given, else H2 in the data directory.
 *
 * @param driver the class of its data source
 * @param url {@code webhooks.db.url}
 */
record Database(String driver, String url) {
  private static final String KEY = "webhooks.db.url";
  private static final String H2 = "org.h2.jdbcx.JdbcDataSource";
  private static final String POSTGRESQL = "org.postgresql.ds.PGSimpleDataSource";

  /**
   * Parameters of PostgreSQL's driver, so that a database that stands still is given up rather than
   * waited for, and gives up a node that does: its transaction would keep the others waiting.
   */
  private static final Map<String, String> LIMITS =
      new TreeMap<>(
          Map.of(
              "loginTimeout", "10",
              "options", "-c%20idle_in_transaction_session_timeout=30s",
              "socketTimeout", "30"));

  static Database read(SettingReader reader, Path dataDirectory) {
    Optional<String> url = reader.text(KEY);
    if (url.isEmpty()) {
      return embedded(dataDirectory);
    }
    if (url.get().startsWith("jdbc:postgresql:")) {
      return new Database(POSTGRESQL, limited(url.get()));
    }
    if (url.get().startsWith("jdbc:h2:")) {
      return new Database(H2, url.get());
    }
    throw new InvalidSetting(KEY, "must begin with jdbc:postgresql:");
  }

  /** Adds the limits that the address does not set itself. */
  private static String limited(String url) {
    StringBuilder limited = new StringBuilder(url);
    LIMITS.forEach(
        (name, value) -> {
          if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
            limited.append(limited.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
            limited.append(value);
          }
        });
    return limited.toString();
  }

  /**
   * With H2's default delay of writes a crash loses what was committed. H2's own shutdown hook
   * would close the database under the application, which still returns what it has in hand.
   */
  private static Database embedded(Path dataDirectory) {
    return new Database(
        H2,
        "jdbc:h2:file:"
            + dataDirectory.resolve("database")
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
  }
}
