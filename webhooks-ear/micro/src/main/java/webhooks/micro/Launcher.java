package webhooks.micro;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import webhooks.settings.InvalidSetting;
import webhooks.settings.LogFormat;
import webhooks.settings.ProductVersion;
import webhooks.settings.SettingReader;

/** Starts the product: the main class of webhooks.jar. */
public final class Launcher {
  /** The server reads this setting itself, and knows no file with a secret. */
  private static final String PASSWORD = "webhooks.db.password";

  private Launcher() {}

  /**
   * Starts the server, which keeps running after this method returns.
   *
   * @param arguments {@code --port N}; all others are passed to Payara Micro
   */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.manager", ShutdownLogManager.class.getName());
    // By default Payara starts its services on several threads, which change one list without a
    // lock; one start in some hundreds fails. A single thread is as fast.
    System.setProperty("org.glassfish.startupThreadPolicy", "USE_NO_THREADS");
    LogFormat format = LogFormat.TEXT;
    try {
      CommandLine parsed = CommandLine.parse(arguments);
      SettingReader reader = parsed.reader(System::getProperty, System::getenv);
      format = LogFormat.read(reader);
      if (migratesOnly(reader)) {
        migrate(reader, parsed.others());
      } else {
        start(reader, parsed.others());
      }
    } catch (InvalidSetting | StartFailure e) {
      fail(format, e.getMessage());
    } catch (IOException e) {
      fail(format, "Webhooks did not start: the data directory can't be written to (" + e + ").");
    }
  }

  private static void start(SettingReader reader, List<String> others)
      throws IOException, StartFailure {
    HttpSettings http = HttpSettings.read(reader);
    Optional<HttpsSettings> https = HttpsSettings.read(reader, http.port().isPresent());
    http.refuseIfTaken();
    https.ifPresent(secure -> secure.refuseIfTaken(http.address()));
    server(reader, http, https).start(others);
    say(reader, started(http, https));
  }

  private static boolean migratesOnly(SettingReader reader) {
    return reader.oneOf("webhooks.db.migrate", "true", "false", "only").equals("only");
  }

  /** Has the application migrate the tables, without a port, and ends the process. */
  private static void migrate(SettingReader reader, List<String> others)
      throws IOException, StartFailure {
    try {
      server(reader, HttpSettings.read(reader).off(), Optional.empty()).start(others);
    } catch (StartFailure e) {
      // The application ends its own start after the migration.
      if (!Boolean.getBoolean("webhooks.migrated")) {
        throw e;
      }
      say(reader, "Webhooks " + ProductVersion.text() + " has migrated the database");
      System.exit(0);
    }
  }

  private static PayaraServer server(
      SettingReader reader, HttpSettings http, Optional<HttpsSettings> https) {
    DataDirectory data = DataDirectory.open(reader);
    publish(data, DatabaseSettings.read(reader, data.path()));
    reader.text(PASSWORD).ifPresent(password -> System.setProperty(PASSWORD, password));
    return new PayaraServer(data, http, https, LogFormat.read(reader));
  }

  private static String started(HttpSettings http, Optional<HttpsSettings> https) {
    List<String> addresses = new ArrayList<>();
    http.port().ifPresent(port -> addresses.add("http://" + http.address() + ":" + port));
    https.ifPresent(secure -> addresses.add("https://" + http.address() + ":" + secure.port()));
    return "Webhooks %s answers at %s, %.1f s after its start"
        .formatted(
            ProductVersion.text(),
            String.join(" and ", addresses),
            ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
  }

  /** Passes the resolved settings to the application as system properties. */
  private static void publish(DataDirectory data, DatabaseSettings database) {
    System.setProperty("webhooks.data.dir", data.path().toString());
    System.setProperty("webhooks.db.url", database.url());
    System.setProperty("webhooks.micro.driver", database.driver());
  }

  private static void say(SettingReader reader, String message) {
    System.out.print(LogFormat.read(reader).line(Level.INFO, message));
    System.out.flush();
  }

  private static void fail(LogFormat format, String message) {
    System.err.print(format.line(Level.SEVERE, message));
    System.exit(1);
  }
}
