package webhooks.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting that was read.
 *
 * @param key its name
 * @param value the value that holds: the given one, or else the default; empty if there is neither
 * @param origin where the value comes from, such as {@code environment variable A_B}; empty if it
 *     is not given
 */
public record ReadSetting(String key, Optional<String> value, Optional<String> origin) {
  private static final String HIDDEN = "***";

  /** The names of settings whose values are secret as a whole. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|headers|encryption\\.(key|previous-keys))\\b.*");

  /** A private key in place of the name of its file. */
  private static final Pattern PRIVATE_KEY = Pattern.compile("PRIVATE KEY");

  /** The login and the secret parameters of a URL. */
  private static final Pattern LOGIN = Pattern.compile("(?<=//)[^/@\\s]*@");

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([?&;][^=?&;]*(?:passw|secret|token|credential)[^=?&;]*=)[^?&;]*");

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
