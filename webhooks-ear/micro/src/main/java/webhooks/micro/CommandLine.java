package webhooks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import webhooks.settings.SettingReader;

/**
 * The parsed command line.
 *
 * @param settings values by setting, such as {@code webhooks.http.port} for {@code --port}
 * @param others arguments that are passed to the server unchanged
 */
record CommandLine(Map<String, String> settings, List<String> others) {

  static CommandLine parse(String... arguments) {
    Map<String, String> settings = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--port")) {
        i++;
        settings.put(HttpSettings.PORT, i < arguments.length ? arguments[i] : "missing");
      } else {
        others.add(arguments[i]);
      }
    }
    return new CommandLine(Map.copyOf(settings), List.copyOf(others));
  }

  /** Returns a reader that prefers these settings to properties, and those to the environment. */
  SettingReader reader(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    return new SettingReader(
        List.of(settings::get, properties, SettingReader.environment(environment)));
  }
}
