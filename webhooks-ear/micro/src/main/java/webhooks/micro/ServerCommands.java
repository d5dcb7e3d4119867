package webhooks.micro;

import java.util.ArrayList;
import java.util.List;

/** What the server is told before it starts. */
final class ServerCommands {
  private static final String CONFIG = "configs.config.server-config.";
  private static final String LISTENER =
      CONFIG + "network-config.network-listeners.network-listener.http-listener.";

  private ServerCommands() {}

  static List<String> of(HttpSettings http) {
    List<String> commands = new ArrayList<>();
    commands.add(set(LISTENER + "address", http.address()));
    commands.add(set(LISTENER + "port", Integer.toString(http.port())));
    // Else it listens on port 6900 of every address, although it has no cluster.
    commands.add(set(CONFIG + "hazelcast-config-specific-configuration.enabled", "false"));
    commands.add(set(CONFIG + "availability-service.availability-enabled", "false"));
    // The application's own metrics answer at /metrics.
    commands.add(set(CONFIG + "microprofile-metrics-configuration.enabled", "false"));
    return commands;
  }

  private static String set(String name, String value) {
    return "set " + name + "=" + value;
  }
}
