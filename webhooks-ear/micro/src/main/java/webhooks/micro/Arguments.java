package webhooks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import webhooks.settings.SettingReader;

/**
 * The command line.
 *
 * @param settings those given as arguments, by their names
 * @param others for the server, as they came
 */
record Arguments(Map<String, String> settings, List<String> others) {

  static Arguments parse(String... arguments) {
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
    return new Arguments(Map.copyOf(settings), List.copyOf(others));
  }

  /** Returns a reader of these settings, then of system properties, then of the environment. */
  SettingReader reader(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    return new SettingReader(
        List.of(settings::get, properties, SettingReader.environment(environment)));
  }
}
