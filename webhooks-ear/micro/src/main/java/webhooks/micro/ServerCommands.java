package webhooks.micro;

import java.util.ArrayList;
import java.util.List;

/** What the server is told before it starts, and when the application runs. */
final class ServerCommands {
  private static final String CONFIG = "configs.config.server-config.";
  private static final String LISTENERS =
      CONFIG + "network-config.network-listeners.network-listener.";

  private static final String PROTOCOLS = CONFIG + "network-config.protocols.protocol.";

  private static final String HTTP = "http-listener";
  private static final String HTTPS = "https-listener";

  private ServerCommands() {}

  static List<String> beforeStart(HttpSettings http) {
    List<String> commands = new ArrayList<>(ofServer(http));
    commands.addAll(ofProtocol(HTTP));
    commands.addAll(ofProtocol(HTTPS));
    return commands;
  }

  private static List<String> ofServer(HttpSettings http) {
    return List.of(
        // Not before the application answers: until then the server would say 404 to everything.
        set(LISTENERS + HTTP + ".enabled", "false"),
        set(LISTENERS + HTTPS + ".enabled", "false"),
        set(LISTENERS + HTTP + ".address", http.address()),
        set(LISTENERS + HTTP + ".port", Integer.toString(http.port())),
        // A body that stops coming holds a thread for so long, not for half a minute.
        set(CONFIG + "network-config.transports.transport.tcp.read-timeout-millis", "10000"),
        // Off unless an argument gives it a port.
        set(LISTENERS + HTTPS + ".address", http.address()),
        // Else it listens on port 6900 of every address, although it has no cluster.
        set(CONFIG + "hazelcast-config-specific-configuration.enabled", "false"),
        set(CONFIG + "availability-service.availability-enabled", "false"),
        // The application's own metrics answer at /metrics, and its description at /openapi.
        // Switched off, the server's own would still be there and answer 403; on a host that there
        // is not, they are nowhere.
        set(CONFIG + "microprofile-metrics-configuration.enabled", "false"),
        set(CONFIG + "microprofile-metrics-configuration.virtual-servers", "none"),
        "set-openapi-configuration --enabled=false --virtualServers=none");
  }

  private static List<String> ofProtocol(String name) {
    String http = PROTOCOLS + name + ".http.";
    return List.of(
        // Else a few slow bodies on streams of one connection take all threads, and who upgrades
        // passes by a proxy that hides paths.
        set(http + "http2-enabled", "false"),
        // The application says what is wrong with a request; the server would do without a word.
        set(http + "allow-payload-for-undefined-http-methods", "true"),
        // Room for the longest token.
        set(http + "header-buffer-length-bytes", "32768"));
  }

  static List<String> afterDeployment(boolean https) {
    String http = set(LISTENERS + HTTP + ".enabled", "true");
    return https ? List.of(http, set(LISTENERS + HTTPS + ".enabled", "true")) : List.of(http);
  }

  private static String set(String name, String value) {
    return "set " + name + "=" + value;
  }
}
