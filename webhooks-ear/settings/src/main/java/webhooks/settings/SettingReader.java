package webhooks.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads single settings as typed values.
 *
 * <p>An empty value counts as not given. A value that is not given is read from the file that the
 * key with {@code .file} names, so {@code WEBHOOKS_DB_PASSWORD_FILE} keeps a secret out of the
 * environment. A method throws {@link InvalidSetting} if it can't convert a value or read a file.
 */
public final class SettingReader {
  private static final String FILE = ".file";

  private final List<SettingSource> sources;
  private final Consumer<ReadSetting> observer;
  private final Optional<String> preset;

  /**
   * Creates a reader.
   *
   * @param sources where values come from, the most important first; each returns the value of a
   *     key, or null
   */
  public SettingReader(List<UnaryOperator<String>> sources) {
    this(
        sources.stream().map(source -> new SettingSource(source, key -> key)).toList(),
        setting -> {},
        Optional.empty());
  }

  private SettingReader(
      List<SettingSource> sources, Consumer<ReadSetting> observer, Optional<String> preset) {
    this.sources = List.copyOf(sources);
    this.observer = observer;
    this.preset = preset;
  }

  /**
   * Creates a reader that reports each setting that is read, also one that is not given.
   *
   * @param sources where values come from, the most important first
   * @param observer gets each setting before its value is validated
   */
  public static SettingReader observed(
      List<SettingSource> sources, Consumer<ReadSetting> observer) {
    return new SettingReader(sources, observer, Optional.empty());
  }

  /** Returns a reader that reports this preset as the origin of defaults. */
  public SettingReader withDefaultsOf(String preset) {
    return new SettingReader(sources, observer, Optional.of(preset));
  }

  /** Creates a reader of system properties and, after them, of environment variables. */
  public static SettingReader ofProcess() {
    return new SettingReader(List.of(System::getProperty, environment(System::getenv)));
  }

  /**
   * Returns a source that also finds {@code webhooks.db.url} in the variable {@code
   * WEBHOOKS_DB_URL}, as MicroProfile Config does.
   *
   * @param variables returns the value of an environment variable, or null
   */
  public static UnaryOperator<String> environment(UnaryOperator<String> variables) {
    return key -> variables.apply(variable(key, variables));
  }

  /** Returns the name of the environment variable that gives a setting, or would give it. */
  static String variable(String key, UnaryOperator<String> variables) {
    return variables(key)
        .filter(name -> isGiven(variables.apply(name)))
        .findFirst()
        .orElse(variable(key));
  }

  private static boolean isGiven(String value) {
    return value != null && !value.isBlank();
  }

  /** Returns the name of the environment variable of a setting. */
  public static String variable(String key) {
    return words(key).toUpperCase(Locale.ROOT);
  }

  /** Returns the names of variables that can give a setting, the preferred one first. */
  static Stream<String> variables(String key) {
    return Stream.of(key, words(key), variable(key));
  }

  private static String words(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_");
  }

  /**
   * Returns the value without surrounding blanks, or else the content of the file that the setting
   * {@code key.file} names, such as a mounted secret.
   */
  public Optional<String> text(String key) {
    return lookUp(key, Optional.empty());
  }

  /** Returns the value of {@link #text(String)}, or else the default. */
  public String text(String key, String defaultText) {
    return lookUp(key, Optional.of(defaultText)).orElseThrow();
  }

  /**
   * Reports a setting as not set without reading it, because other settings make it meaningless.
   *
   * @param key its name
   */
  public void skip(String key) {
    observer.accept(new ReadSetting(key, Optional.empty(), Optional.empty()));
  }

  /**
   * Refuses a setting that is not supported. It is reported only if it is given.
   *
   * @param rule why it is refused
   */
  public void refuse(String key, String rule) {
    Optional<Given> given = given(key);
    if (given.isPresent()) {
      report(key, given.map(Given::text), given);
      throw new InvalidSetting(key, rule);
    }
  }

  private Optional<String> lookUp(String key, Optional<String> defaultText) {
    Optional<Given> given = given(key);
    Optional<String> value = given.map(Given::text).or(() -> defaultText);
    report(key, value, given);
    return value;
  }

  private void report(String key, Optional<String> value, Optional<Given> given) {
    Optional<String> shown = value.filter(text -> !text.isEmpty());
    Optional<String> origin = given.map(Given::origin).or(() -> shown.flatMap(text -> preset));
    observer.accept(new ReadSetting(key, shown, origin));
  }

  /** A value that is not empty, and the place that it comes from. */
  private record Given(String text, String origin) {}

  private Optional<Given> given(String key) {
    return value(key)
        .or(
            () ->
                value(key + FILE)
                    .map(
                        file ->
                            new Given(
                                content(key, file.text()),
                                "file " + file.text() + " (" + file.origin() + ")")));
  }

  private static String content(String key, String file) {
    try {
      String content = Files.readString(Path.of(file)).strip();
      if (content.isEmpty()) {
        throw new InvalidSetting(key + FILE, "must name a text file that is not empty");
      }
      return content;
    } catch (IOException | InvalidPathException e) {
      throw new InvalidSetting(key + FILE, "must name a text file that can be read");
    }
  }

  private Optional<Given> value(String key) {
    for (SettingSource source : sources) {
      String text = source.values().apply(key);
      if (isGiven(text)) {
        return Optional.of(new Given(text.strip(), source.origin().apply(key)));
      }
    }
    return Optional.empty();
  }

  /** Returns the parts of a list separated by commas, or else the default. */
  public List<String> list(String key, List<String> defaults) {
    return parts(text(key, String.join(",", defaults))).toList();
  }

  /** Returns one of the given values; the first is the default. */
  public String oneOf(String key, String first, String... others) {
    String value = text(key, first);
    if (!value.equals(first) && !Arrays.asList(others).contains(value)) {
      throw new InvalidSetting(
          key,
          "must be "
              + Stream.concat(Stream.of(first), Stream.of(others))
                  .collect(Collectors.joining(" or ")));
    }
    return value;
  }

  /** Returns the path as it is written, relative or absolute. */
  public Optional<Path> path(String key) {
    return text(key).map(text -> toPath(key, text));
  }

  /** Returns the path as it is written, or else the default. */
  public Path path(String key, String defaultPath) {
    return toPath(key, text(key, defaultPath));
  }

  private static Path toPath(String key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidSetting(key, "must be a path");
    }
  }

  /** Returns a TCP port. */
  public Optional<Integer> port(String key) {
    return text(key).map(text -> port(key, text));
  }

  /** Returns a TCP port, or else the default. */
  public int port(String key, int defaultPort) {
    return port(key, text(key, Integer.toString(defaultPort)));
  }

  private static int port(String key, String text) {
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw new InvalidSetting(key, "must be a port from 1 to 65535");
  }

  /** Returns a whole number from 1 to 999,999,999. */
  public int count(String key, int defaultCount) {
    String value = text(key, Integer.toString(defaultCount));
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new InvalidSetting(key, "must be a whole number of at least 1");
    }
    return Integer.parseInt(value);
  }

  /** Returns a duration from one millisecond to {@code max}. */
  public Duration duration(String key, String defaultDuration, Duration max) {
    return duration(key, defaultDuration, Duration.ofMillis(1), max);
  }

  /** Returns a duration from {@code min} to {@code max}. */
  public Duration duration(String key, String defaultDuration, Duration min, Duration max) {
    return between(key, text(key, defaultDuration), min, max);
  }

  /** Returns the durations of a list separated by commas, each from zero to {@code max}. */
  public List<Duration> durations(String key, String defaultDurations, Duration max) {
    return parts(text(key, defaultDurations))
        .map(part -> between(key, part, Duration.ZERO, max))
        .toList();
  }

  private static Duration between(String key, String text, Duration min, Duration max) {
    Duration duration =
        parse(text)
            .filter(parsed -> parsed.compareTo(min) >= 0)
            .orElseThrow(
                () ->
                    new InvalidSetting(key, "must be ISO 8601, such as PT5S, and at least " + min));
    if (duration.compareTo(max) > 0) {
      throw new InvalidSetting(key, "must be at most " + max);
    }
    return duration;
  }

  private static Optional<Duration> parse(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> parts(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
  }
}
