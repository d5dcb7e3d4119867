package webhooks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogManager;
import webhooks.settings.InvalidSetting;
import webhooks.settings.LogFormat;
import webhooks.settings.ProductVersion;
import webhooks.settings.ReadSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;

/** Starts the product: the main class of webhooks.jar. */
public final class Launcher {
  /** The exit code after wrong arguments. */
  private static final int USAGE = 2;

  /** The file in the server's jar that has its version. */
  private static final String SERVER_VERSION =
      "/MICRO-INF/domain/branding/glassfish-version.properties";

  private Launcher() {}

  /**
   * Starts the server, which keeps running after this method returns, or does what the arguments
   * say.
   *
   * @param arguments see help.txt
   */
  public static void main(String[] arguments) {
    CommandLine parsed = CommandLine.parse(arguments);
    if (parsed.fault().isPresent()) {
      System.err.println(parsed.fault().get());
      System.exit(USAGE);
    }
    switch (parsed.mode()) {
      case HELP -> System.out.print(text("help.txt"));
      case VERSION -> System.out.print(versions());
      case SHOW_CONFIG, CHECK, EXPORT_ACCOUNT, IMPORT_ACCOUNT, RELEASE_ACCOUNT ->
          System.exit(withoutServer(parsed));
      case START -> start(parsed);
    }
  }

  private static String versions() {
    Properties server = new Properties();
    try (Reader reader = new StringReader(text(SERVER_VERSION))) {
      server.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "Webhooks %s%nPayara Micro %s.%s.%s%nJava %s%n"
        .formatted(
            ProductVersion.text(),
            server.getProperty("major_version"),
            server.getProperty("minor_version"),
            server.getProperty("update_version"),
            System.getProperty("java.runtime.version"));
  }

  private static String text(String resource) {
    try (InputStream in = Launcher.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that needs the application's classes but no server. Returns its exit code. */
  private static int withoutServer(CommandLine parsed) {
    // Switches the log off: a command prints its result only.
    LogManager.getLogManager().reset();
    try (ApplicationClasses application = ApplicationClasses.unpack()) {
      Thread.currentThread().setContextClassLoader(application.loader());
      return switch (parsed.mode()) {
        case CHECK -> inspection(application, parsed).check(System.out);
        case SHOW_CONFIG -> inspection(application, parsed).showConfig(System.out, System.err);
        default -> new Move(application.loader(), sources(parsed), System.err).run(parsed);
      };
    } catch (InvalidSetting e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println("Can't unpack the application to the directory of temporary files: " + e);
      return 1;
    }
  }

  private static Inspection inspection(ApplicationClasses application, CommandLine parsed) {
    return new Inspection(application.loader(), sources(parsed));
  }

  private static List<SettingSource> sources(CommandLine parsed) {
    return List.of(
        parsed.source(),
        SettingSource.properties(System::getProperty),
        SettingSource.environment(System::getenv));
  }

  private static void start(CommandLine parsed) {
    System.setProperty("java.util.logging.manager", ShutdownLogManager.class.getName());
    // By default Payara starts its services on several threads, which change one list without a
    // lock; one start in some hundreds fails. A single thread is as fast.
    System.setProperty("org.glassfish.startupThreadPolicy", "USE_NO_THREADS");
    LogFormat format = LogFormat.TEXT;
    try {
      SettingReader reader = SettingReader.observed(sources(parsed), Launcher::note);
      format = LogFormat.read(reader);
      if (migratesOnly(reader)) {
        migrate(reader, parsed.server());
      } else {
        warn(format);
        start(reader, parsed.server());
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
    https.ifPresent(secure -> secure.listener(http.address()).refuseIfTaken());
    prepareServer(reader, http, https).start(others);
    say(reader, started(http, https));
  }

  /** Passes a setting on to the application, which lists it for operators. */
  private static void note(ReadSetting setting) {
    String before = System.getProperty(ReadSetting.OF_LAUNCHER);
    System.setProperty(
        ReadSetting.OF_LAUNCHER, before == null ? setting.line() : before + "\n" + setting.line());
  }

  private static boolean migratesOnly(SettingReader reader) {
    return reader.oneOf("webhooks.db.migrate", "true", "false", "only").equals("only");
  }

  /** Has the application migrate the tables, without a port, and ends the process. */
  private static void migrate(SettingReader reader, List<String> others)
      throws IOException, StartFailure {
    try {
      prepareServer(reader, HttpSettings.read(reader).off(), Optional.empty()).start(others);
    } catch (StartFailure e) {
      // The application ends its own start after the migration.
      if (!Boolean.getBoolean("webhooks.migrated")) {
        throw e;
      }
      say(reader, "Webhooks " + ProductVersion.text() + " has migrated the database");
      System.exit(0);
    }
  }

  private static PayaraServer prepareServer(
      SettingReader reader, HttpSettings http, Optional<HttpsSettings> https) {
    DataDirectory data = DataDirectory.open(reader);
    publish(data, DatabaseSettings.read(reader, data.path()));
    for (String login : List.of(DatabaseSettings.USER, DatabaseSettings.PASSWORD)) {
      reader.text(login).ifPresent(value -> System.setProperty(login, value));
    }
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

  private static void warn(LogFormat format) {
    MemoryExit.warning()
        .ifPresent(warning -> System.err.print(format.line(Level.WARNING, warning)));
  }

  private static void fail(LogFormat format, String message) {
    System.err.print(format.line(Level.SEVERE, message));
    System.exit(1);
  }
}
