package webhooks.micro;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where settings are given: as an argument, as a system property, or as an environment variable, in
 * this order. An empty value counts as not given.
 */
record SettingSource(
    Map<String, String> arguments,
    UnaryOperator<String> properties,
    UnaryOperator<String> environment) {

  Optional<String> text(String key) {
    return given(arguments.get(key))
        .or(() -> given(properties.apply(key)))
        .or(() -> given(environment.apply(key)))
        .or(() -> given(environment.apply(variable(key))));
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Names the variable of a setting by the rule of MicroProfile Config. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
