package webhooks.micro;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists the asadmin commands that configure Payara Micro. The file server.asadmin has most of them
 * for Payara Server, so change both together.
 */
final class PayaraCommands {
  private static final String CONFIG = "configs.config.server-config.";
  private static final String LISTENERS =
      CONFIG + "network-config.network-listeners.network-listener.";

  private static final String PROTOCOLS = CONFIG + "network-config.protocols.protocol.";

  private static final String HTTP = "http-listener";
  private static final String HTTPS = "https-listener";

  private PayaraCommands() {}

  static List<String> beforeStart(HttpSettings http) {
    List<String> commands = new ArrayList<>(serverSettings(http));
    commands.addAll(protocolSettings(HTTP));
    commands.addAll(protocolSettings(HTTPS));
    return commands;
  }

  private static List<String> serverSettings(HttpSettings http) {
    return List.of(
        // afterDeployment() enables them: before that the server would answer 404.
        set(LISTENERS + HTTP + ".enabled", "false"),
        set(LISTENERS + HTTPS + ".enabled", "false"),
        set(LISTENERS + HTTP + ".address", http.address()),
        // Without a port the listener stays disabled.
        set(LISTENERS + HTTP + ".port", Integer.toString(http.port().orElse(8080))),
        // The product's limits on slow clients are for this number of threads.
        set(CONFIG + "thread-pools.thread-pool.http-thread-pool.min-thread-pool-size", "8"),
        set(CONFIG + "thread-pools.thread-pool.http-thread-pool.max-thread-pool-size", "64"),
        // A request body that stalls occupies a thread for 10 s instead of 30 s.
        set(CONFIG + "network-config.transports.transport.tcp.read-timeout-millis", "10000"),
        // Payara would answer some requests wrongly before the application sees them.
        set(
            CONFIG + "network-config.transports.transport.tcp.io-strategy",
            "webhooks.listener.GuardedStrategy"),
        // The listener stays disabled unless --sslport is given.
        set(LISTENERS + HTTPS + ".address", http.address()),
        // Otherwise Hazelcast listens on port 6900 of every address, even without a cluster.
        set(CONFIG + "hazelcast-config-specific-configuration.enabled", "false"),
        set(CONFIG + "availability-service.availability-enabled", "false"),
        // The only descriptors are the product's own; checking them is 5 % of a start.
        set(CONFIG + "admin-service.das-config.deploy-xml-validation", "none"),
        // The application serves /metrics and /openapi itself. If only disabled, the server's own
        // endpoints would answer 403 there, so they are also moved to a host that does not exist.
        set(CONFIG + "microprofile-metrics-configuration.enabled", "false"),
        set(CONFIG + "microprofile-metrics-configuration.virtual-servers", "none"),
        "set-openapi-configuration --enabled=false --virtualServers=none");
  }

  private static List<String> protocolSettings(String name) {
    String http = PROTOCOLS + name + ".http.";
    return List.of(
        // Over HTTP/2 a few slow bodies on one connection occupy all threads, and an upgraded
        // connection bypasses a proxy that blocks paths.
        set(http + "http2-enabled", "false"),
        // The application answers such requests with an error body; the server would send none.
        set(http + "allow-payload-for-undefined-http-methods", "true"),
        // A header with the longest allowed token fits.
        set(http + "header-buffer-length-bytes", "32768"),
        set(http + "request-timeout-seconds", "60"),
        set(http + "connection-upload-timeout-millis", "60000"),
        set(http + "websockets-support-enabled", "false"),
        // Callers need not know the server.
        set(http + "server-header", "false"),
        set(http + "xpowered-by", "false"));
  }

  static List<String> afterDeployment(boolean http, boolean https) {
    List<String> commands = new ArrayList<>();
    if (http) {
      commands.add(set(LISTENERS + HTTP + ".enabled", "true"));
    }
    if (https) {
      commands.add(set(LISTENERS + HTTPS + ".enabled", "true"));
    }
    return commands;
  }

  private static String set(String name, String value) {
    return "set " + name + "=" + value;
  }
}
