package webhooks.dev.quickstart;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The settings that the product is started with: those given to Maven or in the environment, and
 * defaults for the others.
 */
final class Options {
  private final Map<String, String> properties = new TreeMap<>();
  private final UnaryOperator<String> environment;

  Options(Map<String, String> given, UnaryOperator<String> environment) {
    this.environment = environment;
    given.forEach(
        (key, value) -> {
          if (key.startsWith("webhooks.") || key.startsWith("mp.jwt.")) {
            properties.put(key, value);
          }
        });
  }

  /** Returns what is set, else sets and returns the default. */
  String orDefault(String key, String value) {
    return Optional.ofNullable(properties.get(key))
        .or(() -> Optional.ofNullable(environment.apply(variable(key))))
        .orElseGet(
            () -> {
              properties.put(key, value);
              return value;
            });
  }

  /** Returns the options of the java command; the environment reaches the process by itself. */
  Stream<String> javaOptions() {
    return properties.entrySet().stream().map(each -> "-D" + each.getKey() + "=" + each.getValue());
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
