package webhooks.it.harness.selection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of this run: its server, database, broker and Maven profile.
 *
 * <p>The system properties {@code webhooks.it.<setting>} name them. A run of the Maven profile
 * {@code servers} has an id like {@code payara-h2-own} instead, and then belongs to no profile.
 */
public final class RunSettings {
  private static final Pattern COMBINATION =
      Pattern.compile("(?<server>[a-z]+)-(?<database>[a-z0-9]+)-(?<broker>[a-z]+)");

  private RunSettings() {}

  /** Returns {@code micro}, {@code payara} or {@code wildfly}. */
  public static String server() {
    return of("server").orElse("micro");
  }

  /** Returns {@code postgresql} or {@code h2}. */
  public static String database() {
    return of("database").orElse("postgresql");
  }

  /** Returns {@code own} for the broker inside the product, or {@code artemis}. */
  public static String broker() {
    return of("broker").orElse("own");
  }

  /** Returns a setting; empty in an IDE, which sets no property. */
  static Optional<String> of(String setting) {
    Matcher combination = COMBINATION.matcher(System.getProperty("webhooks.it.run", ""));
    if (combination.matches()) {
      return Optional.of(setting.equals("profile") ? "none" : combination.group(setting));
    }
    return Optional.ofNullable(System.getProperty("webhooks.it." + setting));
  }
}
