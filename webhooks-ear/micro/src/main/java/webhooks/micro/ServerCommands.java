package webhooks.micro;

import java.util.List;

/** What the server is told before it starts. */
final class ServerCommands {
  private static final String CONFIG = "configs.config.server-config.";
  private static final String LISTENERS =
      CONFIG + "network-config.network-listeners.network-listener.";

  private ServerCommands() {}

  static List<String> of(HttpSettings http) {
    return List.of(
        set(LISTENERS + "http-listener.address", http.address()),
        set(LISTENERS + "http-listener.port", Integer.toString(http.port())),
        // Off unless an argument gives it a port.
        set(LISTENERS + "https-listener.address", http.address()),
        // Else it listens on port 6900 of every address, although it has no cluster.
        set(CONFIG + "hazelcast-config-specific-configuration.enabled", "false"),
        set(CONFIG + "availability-service.availability-enabled", "false"),
        // The application's own metrics answer at /metrics.
        set(CONFIG + "microprofile-metrics-configuration.enabled", "false"));
  }

  private static String set(String name, String value) {
    return "set " + name + "=" + value;
  }
}
