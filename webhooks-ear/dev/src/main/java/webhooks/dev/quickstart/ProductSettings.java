package webhooks.dev.quickstart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import webhooks.settings.SettingReader;

/**
 * The settings with which the quickstart starts the product in a process of its own.
 *
 * <p>They come from the properties given to Maven, then the environment, then the quickstart's
 * defaults.
 */
final class ProductSettings {
  private final Map<String, String> properties = new TreeMap<>();
  private final SettingReader reader;

  ProductSettings(Map<String, String> given, UnaryOperator<String> environment) {
    reader = new SettingReader(List.of(properties::get, SettingReader.environment(environment)));
    given.forEach(
        (key, value) -> {
          if (key.startsWith("webhooks.") || key.startsWith("mp.jwt.")) {
            properties.put(key, value);
          }
        });
  }

  /** Sets a value that takes precedence over all others. */
  void pin(String key, String value) {
    properties.put(key, value);
  }

  /** Returns the value of a setting. If the setting has no value, sets it to the default first. */
  String orDefault(String key, String value) {
    return reader
        .text(key)
        .orElseGet(
            () -> {
              properties.put(key, value);
              return value;
            });
  }

  /**
   * Returns the product's java options. Settings of the environment need none, because the process
   * inherits it.
   */
  Stream<String> javaOptions() {
    return properties.entrySet().stream().map(each -> "-D" + each.getKey() + "=" + each.getValue());
  }
}
