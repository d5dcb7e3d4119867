package webhooks.micro;

import java.io.IOException;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/** The main class of the runnable jar. */
public final class Launcher {
  private Launcher() {}

  /**
   * Starts the service and leaves it running.
   *
   * @param arguments {@code --port N}; all others are Payara Micro's
   */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.manager", LastingLog.class.getName());
    // Payara starts services on several threads, and once in hundreds of starts fails by a list
    // that
    // two of them change at once. One takes no longer.
    System.setProperty("org.glassfish.startupThreadPolicy", "USE_NO_THREADS");
    try {
      Arguments parsed = Arguments.parse(arguments);
      SettingReader reader = parsed.reader(System::getProperty, System::getenv);
      HttpSettings http = HttpSettings.read(reader);
      Optional<HttpsSettings> https = HttpsSettings.read(reader);
      http.refuseIfTaken();
      https.ifPresent(secure -> secure.refuseIfTaken(http.address()));
      DataDirectory data = DataDirectory.open(reader);
      publish(data, Database.read(reader, data.path()));
      new Server(data, http, https).start(parsed.others());
      System.out.println("Webhooks answers at http://" + http.address() + ":" + http.port());
    } catch (InvalidSetting | StartFailure e) {
      end(e.getMessage());
    } catch (IOException e) {
      end("Webhooks did not start: the data directory can't be written to (" + e + ").");
    }
  }

  /** Tells the application what was made of the settings, so that both mean the same. */
  private static void publish(DataDirectory data, Database database) {
    System.setProperty("webhooks.data.dir", data.path().toString());
    System.setProperty("webhooks.db.url", database.url());
    System.setProperty("webhooks.micro.driver", database.driver());
  }

  private static void end(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
