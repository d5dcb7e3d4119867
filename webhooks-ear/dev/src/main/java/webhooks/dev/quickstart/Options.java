package webhooks.dev.quickstart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import webhooks.settings.SettingReader;

/**
 * The settings that the product is started with: those given to Maven or in the environment, and
 * defaults for the others.
 */
final class Options {
  private final Map<String, String> properties = new TreeMap<>();
  private final SettingReader reader;

  Options(Map<String, String> given, UnaryOperator<String> environment) {
    reader = new SettingReader(List.of(properties::get, SettingReader.environment(environment)));
    given.forEach(
        (key, value) -> {
          if (key.startsWith("webhooks.") || key.startsWith("mp.jwt.")) {
            properties.put(key, value);
          }
        });
  }

  /** Returns what is set, else sets and returns the default. */
  String orDefault(String key, String value) {
    return reader
        .text(key)
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
}
