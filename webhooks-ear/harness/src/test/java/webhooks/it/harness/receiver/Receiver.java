package webhooks.it.harness.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import webhooks.it.harness.Places;

/**
 * Receives deliveries over HTTPS, with a certificate of the run's authority.
 *
 * <p>Has any number of inboxes, each at its own path. Can close and open its port.
 */
public final class Receiver implements AutoCloseable {
  static {
    // The JDK's server reads both once. Without nodelay, small answers take 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final SSLContext identity;
  private final String address;
  private final int port = Places.freePort();
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Receiver::daemon);
  private HttpsServer server;

  /** Starts a receiver at 127.0.0.1. */
  public Receiver(Authority authority) {
    this(authority.server());
  }

  /** Starts a receiver at 127.0.0.1 with another certificate. */
  public Receiver(SSLContext identity) {
    this(identity, "127.0.0.1");
  }

  /** Starts a receiver at this address of the machine. */
  public Receiver(SSLContext identity, String address) {
    this.identity = identity;
    this.address = address;
    up();
  }

  /** Creates an inbox that answers 204. */
  public Inbox inbox() {
    String path = "/" + UUID.randomUUID();
    Inbox inbox = new Inbox(URI.create("https://" + address + ":" + port + path));
    inboxes.put(path, inbox);
    return inbox;
  }

  /** Closes the port, so that connections are refused. */
  public void down() {
    server.stop(0);
  }

  /** Opens the port again. */
  public void up() {
    try {
      server = HttpsServer.create(new InetSocketAddress(address, port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Inbox inbox = inboxes.get(exchange.getRequestURI().getPath());
      if (inbox == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        inbox.take(exchange);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "receiver");
    thread.setDaemon(true);
    return thread;
  }
}
