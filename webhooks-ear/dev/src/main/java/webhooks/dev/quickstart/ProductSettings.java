package webhooks.dev.quickstart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import webhooks.settings.SettingReader;

/** Settings of the started product: those given to Maven or in the environment, plus defaults. */
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

  /** Returns the value of a setting; sets and returns the default if it has none. */
  String orDefault(String key, String value) {
    return reader
        .text(key)
        .orElseGet(
            () -> {
              properties.put(key, value);
              return value;
            });
  }

  /** Returns the options of the java command. The process inherits the environment. */
  Stream<String> javaOptions() {
    return properties.entrySet().stream().map(each -> "-D" + each.getKey() + "=" + each.getValue());
  }
}
