package webhooks.micro;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.settings.InvalidSetting;
import webhooks.settings.ReadSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;
import webhooks.settings.UnusedSettings;
import webhooks.settings.command.CheckFailure;
import webhooks.settings.command.StartCheck;
import webhooks.settings.command.StartCheck.Context;
import webhooks.settings.command.StartCheck.Subject;

/**
 * Shows and checks the settings without a start, for {@code --show-config} and {@code --check}.
 *
 * <p>Each part of the product has a {@link StartCheck}, which uses the code of a start.
 */
final class Inspection {
  private final ClassLoader classes;
  private final List<SettingSource> sources;
  private final List<StartCheck> checks;
  private final Map<String, ReadSetting> settings = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * Reads the settings.
   *
   * @param classes has the application and the broker
   * @param sources where values come from, the most important first
   */
  Inspection(ClassLoader classes, List<SettingSource> sources) {
    this.classes = classes;
    this.sources = sources;
    checks =
        Stream.concat(
                LauncherChecks.all().stream(),
                ServiceLoader.load(StartCheck.class, classes).stream()
                    .map(ServiceLoader.Provider::get))
            .sorted((one, other) -> one.subject().compareTo(other.subject()))
            .toList();
    readAll(SettingReader.observed(sources, this::add));
    addRest();
  }

  private void readAll(SettingReader reader) {
    for (StartCheck check : checks) {
      try {
        check.readSettings(reader);
      } catch (InvalidSetting e) {
        faults.add(e.getMessage());
      }
    }
  }

  /** Keeps the default of a setting that is read again without one. */
  private void add(ReadSetting setting) {
    settings.merge(
        setting.key(), setting, (before, now) -> before.value().isPresent() ? before : now);
  }

  /** Adds the settings that an invalid one kept from being read. */
  private void addRest() {
    Map<String, ReadSetting> all = new LinkedHashMap<>();
    SettingReader defaults =
        SettingReader.observed(List.of(), setting -> all.putIfAbsent(setting.key(), setting));
    checks.forEach(check -> check.readSettings(defaults));
    SettingReader reader = SettingReader.observed(sources, this::add);
    for (ReadSetting setting : all.values()) {
      if (!settings.containsKey(setting.key())) {
        read(reader, setting);
      }
    }
  }

  private void read(SettingReader reader, ReadSetting setting) {
    try {
      setting
          .value()
          .ifPresentOrElse(
              value -> reader.text(setting.key(), value), () -> reader.text(setting.key()));
    } catch (InvalidSetting e) {
      if (!faults.contains(e.getMessage())) {
        faults.add(e.getMessage());
      }
    }
  }

  /**
   * Prints each setting in the order of names, with its value and its origin. Prints messages about
   * unused and invalid settings to the error stream.
   *
   * @return the exit code
   */
  int showConfig(PrintStream out, PrintStream error) {
    settings.values().stream().map(Inspection::line).forEach(out::println);
    unused().forEach(error::println);
    faults.forEach(error::println);
    return faults.isEmpty() ? 0 : 1;
  }

  private static String line(ReadSetting setting) {
    if (setting.value().isEmpty()) {
      return setting.key() + "  (not set)";
    }
    return "%s = %s  (%s)"
        .formatted(setting.key(), setting.shown(), setting.origin().orElse("default"));
  }

  private List<String> unused() {
    Set<String> properties = System.getProperties().stringPropertyNames();
    Set<String> variables = System.getenv().keySet();
    return UnusedSettings.among(properties, variables, settings.keySet()).stream()
        .map(name -> "Setting " + name + " has no effect: its name may be misspelt.")
        .toList();
  }

  /**
   * Checks each part, and prints a line for each.
   *
   * @return the exit code
   */
  int check(PrintStream out) {
    boolean good = faults.isEmpty();
    if (good) {
      DatabaseSettings database = DatabaseSettings.of(sources);
      SettingReader reader = database.reader(sources);
      Context start =
          new Context(reader, database.readOnly(reader, classes), DataDirectory.isInUse(reader));
      for (Subject subject : Subject.values()) {
        CheckResult result = run(subject, start);
        out.println(name(subject) + ": " + result.text());
        good &= result.good();
      }
    } else {
      out.println(name(Subject.SETTINGS) + ": failed: " + String.join(" ", faults));
      Stream.of(Subject.values())
          .skip(1)
          .forEach(
              subject -> out.println(name(subject) + ": not checked, because of the settings"));
    }
    unused().forEach(out::println);
    return good ? 0 : 1;
  }

  /** The outcome of the checks of one subject. */
  private record CheckResult(boolean good, String text) {}

  private CheckResult run(Subject subject, Context start) {
    try {
      List<String> found = new ArrayList<>();
      for (StartCheck check : checks) {
        if (check.subject() == subject) {
          found.add(check.check(start));
        }
      }
      String text = found.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
      return new CheckResult(true, text.isEmpty() ? "ok" : "ok (" + text + ")");
    } catch (InvalidSetting | CheckFailure e) {
      return new CheckResult(false, "failed: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return new CheckResult(false, "failed: " + e);
    }
  }

  private static String name(Subject subject) {
    return subject.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
