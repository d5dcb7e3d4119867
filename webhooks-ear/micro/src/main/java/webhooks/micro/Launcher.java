package webhooks.micro;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
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
    try {
      CommandLine parsed = CommandLine.parse(arguments);
      SettingReader reader = parsed.reader(System::getProperty, System::getenv);
      HttpSettings http = HttpSettings.read(reader);
      Optional<HttpsSettings> https = HttpsSettings.read(reader);
      http.refuseIfTaken();
      https.ifPresent(secure -> secure.refuseIfTaken(http.address()));
      DataDirectory data = DataDirectory.open(reader);
      publish(data, DatabaseSettings.read(reader, data.path()));
      reader.text(PASSWORD).ifPresent(password -> System.setProperty(PASSWORD, password));
      new PayaraServer(data, http, https).start(parsed.others());
      System.out.println(started(http, https));
    } catch (InvalidSetting | StartFailure e) {
      fail(e.getMessage());
    } catch (IOException e) {
      fail("Webhooks did not start: the data directory can't be written to (" + e + ").");
    }
  }

  private static String started(HttpSettings http, Optional<HttpsSettings> https) {
    String address = "http://" + http.address() + ":" + http.port();
    String secure =
        https.map(known -> " and https://" + http.address() + ":" + known.port()).orElse("");
    return "Webhooks %s answers at %s%s, %.1f s after its start"
        .formatted(
            ProductVersion.text(),
            address,
            secure,
            ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
  }

  /** Passes the resolved settings to the application as system properties. */
  private static void publish(DataDirectory data, DatabaseSettings database) {
    System.setProperty("webhooks.data.dir", data.path().toString());
    System.setProperty("webhooks.db.url", database.url());
    System.setProperty("webhooks.micro.driver", database.driver());
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
