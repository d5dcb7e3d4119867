package webhooks.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting that was read.
 *
 * @param key its name
 * @param value the value in force: the given one, or else the default; empty if there is neither
 * @param origin where the value comes from, such as {@code environment variable A_B}, or {@code
 *     preset keycloak}; empty for a default that is always the same
 */
public record ReadSetting(String key, Optional<String> value, Optional<String> origin) {
  /** The system property with the settings that the launcher has read, a line for each. */
  public static final String OF_LAUNCHER = "webhooks.micro.settings";

  private static final String HIDDEN = "***";

  /** The names of settings whose values are secret as a whole. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|headers|encryption\\.(key|previous-keys))\\b.*");

  /** A private key in place of the name of its file. */
  private static final Pattern PRIVATE_KEY = Pattern.compile("PRIVATE KEY");

  /** The login in a URL. */
  private static final Pattern LOGIN = Pattern.compile("(?<=//)[^?\\s]*@");

  /** A secret parameter of a URL. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([?&;][^=?&;]*(?:passw|secret|token|credential)[^=?&;]*=)[^&]*");

  /** Returns this setting without secrets as a line, which {@link #parse} reads. */
  public String line() {
    return String.join("\t", key, origin.orElse("").replace('\t', ' '), shown());
  }

  /** Reads a line. Secrets in the value stay replaced. */
  public static ReadSetting parse(String line) {
    String[] parts = line.split("\t", -1);
    return new ReadSetting(parts[0], nonEmpty(parts[2]), nonEmpty(parts[1]));
  }

  private static Optional<String> nonEmpty(String text) {
    return Optional.of(text).filter(given -> !given.isEmpty());
  }

  /** Returns the value for people to read, in one line: {@code ***} in place of each secret. */
  public String shown() {
    if (value.isEmpty()) {
      return "";
    }
    String text = value.get();
    if (SECRET.matcher(key).matches() || PRIVATE_KEY.matcher(text).find()) {
      return HIDDEN;
    }
    String withoutLogin = LOGIN.matcher(text).replaceAll(HIDDEN + "@");
    return PARAMETER.matcher(withoutLogin).replaceAll("$1" + HIDDEN).replaceAll("\\p{Cntrl}", " ");
  }
}
