package webhooks.micro;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import webhooks.settings.SettingSource;

/**
 * The parsed command line.
 *
 * @param mode what to do
 * @param settings values by setting, such as {@code webhooks.http.port} for {@code --port}
 * @param server arguments for the server
 * @param account the account that is exported or released
 * @param fault a message about the first wrong argument, and about the argument that may be meant
 */
record CommandLine(
    Mode mode,
    Map<String, String> settings,
    List<String> server,
    Optional<String> account,
    Optional<String> fault) {

  /** What the process does. */
  enum Mode {
    START(""),
    HELP("--help"),
    VERSION("--version"),
    SHOW_CONFIG("--show-config"),
    CHECK("--check"),
    EXPORT_ACCOUNT("--export-account"),
    IMPORT_ACCOUNT("--import-account"),
    RELEASE_ACCOUNT("--release-account");

    private final String argument;

    Mode(String argument) {
      this.argument = argument;
    }

    private boolean needsAccount() {
      return this == EXPORT_ACCOUNT || this == RELEASE_ACCOUNT;
    }
  }

  private static final String PORT = "--port";

  /** Deploys another application; the development aids need it. */
  private static final String DEPLOY = "--deploy";

  private static final String SEE_HELP = "java -jar webhooks.jar --help lists all arguments.";

  /** The number of changed letters up to which a word counts as misspelt. */
  private static final int MAX_DISTANCE = 3;

  static CommandLine parse(String... arguments) {
    Map<String, String> settings = new TreeMap<>();
    List<String> server = new ArrayList<>();
    Optional<String> account = Optional.empty();
    Mode mode = Mode.START;
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      String name = parts[0];
      Optional<Mode> named = mode(name).filter(one -> parts.length == 1 || one.needsAccount());
      boolean hasValue =
          name.equals(PORT) || name.equals(DEPLOY) || named.filter(Mode::needsAccount).isPresent();
      if (hasValue && parts.length == 1 && i + 1 == arguments.length) {
        return faulty("Argument " + name + " needs a value.");
      }
      String value = hasValue ? parts.length == 2 ? parts[1] : arguments[++i] : "";
      if (named.isPresent() && mode != Mode.START) {
        return faulty("Arguments " + mode.argument + " and " + name + " can't be used together.");
      } else if (named.isPresent()) {
        mode = named.get();
        account = hasValue ? Optional.of(value) : account;
      } else if (name.equals(PORT)) {
        settings.put(HttpSettings.PORT, value);
      } else if (name.equals(DEPLOY)) {
        server.addAll(List.of(DEPLOY, value));
      } else {
        return faulty("Argument " + shown(name) + " is not known. " + hint(arguments[i]));
      }
    }
    return new CommandLine(
        mode, Map.copyOf(settings), List.copyOf(server), account, Optional.empty());
  }

  private static CommandLine faulty(String fault) {
    return new CommandLine(Mode.START, Map.of(), List.of(), Optional.empty(), Optional.of(fault));
  }

  private static Optional<Mode> mode(String argument) {
    String name = argument.equals("-h") ? Mode.HELP.argument : argument;
    return Stream.of(Mode.values())
        .filter(mode -> mode != Mode.START && mode.argument.equals(name))
        .findFirst();
  }

  /** Shows only the name, because a value after an equals sign may be a secret. */
  private static String shown(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  private static String hint(String argument) {
    if (argument.startsWith("-D") || argument.startsWith("-X")) {
      return "Options of Java come before -jar: java "
          + argument.replaceFirst("=.*", "=…")
          + " -jar webhooks.jar";
    }
    String word = argument.replaceFirst("=.*", "").replaceFirst("^-*", "");
    if (word.startsWith("webhooks.") || word.startsWith("mp.jwt.")) {
      return "Settings are system properties or environment variables: java -D"
          + word
          + "=… -jar webhooks.jar";
    }
    return known()
        .filter(known -> distance(known.substring(2), word) <= MAX_DISTANCE)
        .min(Comparator.comparingInt(known -> distance(known.substring(2), word)))
        .map(known -> "Did you mean " + known + "? ")
        .orElse("")
        .concat(SEE_HELP);
  }

  private static Stream<String> known() {
    return Stream.concat(
        Stream.of(PORT),
        Stream.of(Mode.values()).map(mode -> mode.argument).filter(name -> !name.isEmpty()));
  }

  /** Returns how many letters have to be added, removed or changed to make one of the other. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[other.length()];
  }

  /** Returns the settings of this command line as a source. */
  SettingSource source() {
    return new SettingSource(settings::get, key -> "argument " + PORT);
  }
}
