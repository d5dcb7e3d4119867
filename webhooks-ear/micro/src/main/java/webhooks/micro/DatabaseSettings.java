package webhooks.micro;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;

/**
 * The database that the product uses: PostgreSQL if its URL is set, else H2 in the data directory.
 *
 * @param driver the class name of the JDBC data source
 * @param url {@code webhooks.db.url} or its default, with the parameters that the product adds
 */
record DatabaseSettings(String driver, String url) {
  // Payara reads the user and the password itself, but not from files that settings name. So the
  // launcher passes them on.
  static final String PASSWORD = "webhooks.db.password";
  static final String USER = "webhooks.db.user";
  static final String KEY = "webhooks.db.url";

  /** A URL with a login before its host. The driver would take it for the host and log it. */
  private static final Pattern LOGIN = Pattern.compile("jdbc:postgresql:[^?]*@.*");

  private static final String H2 = "org.h2.jdbcx.JdbcDataSource";
  private static final String POSTGRESQL = "org.postgresql.ds.PGSimpleDataSource";

  /**
   * Parameters of PostgreSQL's driver: a node gives up on a database that does not answer, and the
   * database ends the transaction of a node that is paused, whose locks would block other nodes. A
   * node never uses a standby. The time for connecting is short, because the driver has one time
   * for all servers of the URL, and leaves a dead one out of its next attempts. The time for a
   * statement counts twice with TLS 1.3: Java waits as long again when it closes a connection that
   * got no answer. Compiling short statements (jit) takes longer than it saves.
   */
  private static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "connectTimeout", "2",
              "loginTimeout", "10",
              "options", "-c%20idle_in_transaction_session_timeout=30s%20-c%20jit=off",
              "socketTimeout", "15",
              "targetServerType", "primary",
              "tcpKeepAlive", "true"));

  static DatabaseSettings read(SettingReader reader, Path dataDirectory) {
    String url = reader.text(KEY, embedded(dataDirectory));
    if (LOGIN.matcher(url).matches()) {
      throw new InvalidSetting(
          KEY, "must have no user and password: set webhooks.db.user and webhooks.db.password");
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return new DatabaseSettings(POSTGRESQL, withParameters(url));
    }
    if (url.startsWith("jdbc:h2:")) {
      return new DatabaseSettings(H2, url);
    }
    throw new InvalidSetting(KEY, "must begin with jdbc:postgresql:");
  }

  /** Reads the settings for a command that starts no server. */
  static DatabaseSettings of(List<SettingSource> sources) {
    SettingReader reader = SettingReader.observed(sources, setting -> {});
    return read(reader, DataDirectory.path(reader));
  }

  /** Returns a reader of the settings as the launcher passes them to the application. */
  SettingReader reader(List<SettingSource> sources) {
    List<SettingSource> all = new ArrayList<>(sources);
    all.add(0, SettingSource.properties(Map.of(KEY, url)::get));
    return SettingReader.observed(all, setting -> {});
  }

  /**
   * Returns a source of connections that change nothing. An H2 database that does not exist is not
   * created.
   *
   * @param classes has the driver
   */
  DataSource readOnly(SettingReader reader, ClassLoader classes) {
    return source(
        reader,
        classes,
        driver.equals(H2) ? ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE" : "&readOnly=true");
  }

  /**
   * Returns a source of connections. An H2 database that does not exist is not created.
   *
   * @param classes has the driver
   */
  DataSource existing(SettingReader reader, ClassLoader classes) {
    return source(reader, classes, driver.equals(H2) ? ";IFEXISTS=TRUE" : "");
  }

  private DataSource source(SettingReader reader, ClassLoader classes, String options) {
    try {
      Class<?> type = classes.loadClass(driver);
      DataSource source = (DataSource) type.getConstructor().newInstance();
      type.getMethod("setUrl", String.class).invoke(source, url + options);
      type.getMethod("setUser", String.class).invoke(source, reader.text(USER, ""));
      type.getMethod("setPassword", String.class).invoke(source, reader.text(PASSWORD, ""));
      return source;
    } catch (ReflectiveOperationException e) {
      throw new InvalidSetting(KEY, "must be a URL that its driver can read");
    }
  }

  /** Adds the parameters that the URL does not set itself. */
  private static String withParameters(String url) {
    StringBuilder result = new StringBuilder(url);
    PARAMETERS.forEach(
        (name, value) -> {
          if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
            result.append(result.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
            result.append(value);
          }
        });
    return result.toString();
  }

  /**
   * Returns the URL of H2 with two options. Without WRITE_DELAY=0 a crash loses committed rows.
   * Without DB_CLOSE_ON_EXIT=FALSE H2 closes the database before the application has returned its
   * leases.
   */
  private static String embedded(Path dataDirectory) {
    return "jdbc:h2:file:"
        + dataDirectory.resolve("database")
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }
}
