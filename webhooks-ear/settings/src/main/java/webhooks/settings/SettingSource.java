package webhooks.settings;

import java.util.function.UnaryOperator;

/**
 * A place where values of settings come from.
 *
 * @param values returns the value of a key, or null
 * @param origin describes where the value of a key is, such as {@code system property a.b}
 */
public record SettingSource(UnaryOperator<String> values, UnaryOperator<String> origin) {

  /** Returns the source of system properties. */
  public static SettingSource properties(UnaryOperator<String> properties) {
    return new SettingSource(properties, key -> "system property " + key);
  }

  /**
   * Returns the source of environment variables.
   *
   * @param variables returns the value of an environment variable, or null
   */
  public static SettingSource environment(UnaryOperator<String> variables) {
    return new SettingSource(
        SettingReader.environment(variables),
        key -> "environment variable " + SettingReader.variable(key, variables));
  }
}
