package webhooks.it.harness.receiver;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A receiver on this host that asks for client certificates, and answers 204. */
public final class ClientCheck implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpsServer server;
  private final List<Map.Entry<String, String>> requests = new CopyOnWriteArrayList<>();

  /** What the receiver does about client certificates. */
  public enum Mode {
    NEEDS,
    WANTS,
    ASKS_NOT
  }

  public ClientCheck(SSLContext identity, Mode mode) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setHttpsConfigurator(
        new HttpsConfigurator(identity) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = identity.getDefaultSSLParameters();
            parameters.setNeedClientAuth(mode == Mode.NEEDS);
            if (mode == Mode.WANTS) {
              parameters.setWantClientAuth(true);
            }
            connection.setSSLParameters(parameters);
          }
        });
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      requests.add(Map.entry(path, client((HttpsExchange) exchange)));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static String client(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "none";
    }
  }

  /** Returns the URL of a path. */
  public URI url(String path) {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Returns the names in the client certificates of the requests to a path. */
  public List<String> clients(String path) {
    return requests.stream()
        .filter(request -> request.getKey().equals(path))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Waits for so many requests to a path, and returns the names of their clients. */
  public List<String> awaitClients(String path, int count) {
    await("requests to " + path).atMost(LIMIT).until(() -> clients(path).size() >= count);
    return clients(path);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
