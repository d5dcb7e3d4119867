package webhooks.it.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.it.harness.Places;

/**
 * Serves iTwins and permissions with the iTwin Platform's API.
 *
 * <p>A test can stop it, start it again on the same port, and replace its answers.
 */
final class PermissionService implements AutoCloseable {
  private static final Pattern PERMISSIONS =
      Pattern.compile("/accesscontrol/itwins/([^/]+)/permissions");
  private static final Pattern ACCOUNT = Pattern.compile("/itwins/([^/]+)/account");

  private final int port = Places.freePort();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final Map<String, String> maintainers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile HttpHandler manner = this::answerAsStored;
  private HttpServer server;

  PermissionService() {
    up();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Closes the port, so that connections are refused. */
  void down() {
    server.stop(0);
    server = null;
  }

  /** Opens the same port again and returns the stored permissions. */
  void up() {
    manner = this::answerAsStored;
    if (server != null) {
      return;
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Adds a new iTwin of the account. */
  UUID iTwin(String account) {
    UUID iTwin = UUID.randomUUID();
    owners.put(iTwin.toString(), account);
    return iTwin;
  }

  /** Grants the permission on the iTwin to this client only. */
  void grant(UUID iTwin, String clientId) {
    maintainers.put(iTwin.toString(), clientId);
  }

  /** Revokes this permission. */
  void revoke(UUID iTwin) {
    maintainers.remove(iTwin.toString());
  }

  /** Answers all later requests with this handler. */
  void respondWith(HttpHandler like) {
    manner = like;
  }

  /** Answers all later requests with this status and no body. */
  void respondWith(int status) {
    respondWith(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** Answers all later requests with 200 and this text. */
  void respondWith(String text) {
    respondWith(exchange -> write(exchange, text));
  }

  /** Returns the number of all requests. */
  int requests() {
    return asked.size();
  }

  /** Returns the number of requests about the iTwin. */
  long requests(UUID iTwin) {
    return asked.stream().filter(path -> path.contains(iTwin.toString())).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().toString());
      manner.handle(exchange);
    }
  }

  private void answerAsStored(HttpExchange exchange) throws IOException {
    Optional<String> answer = answer(exchange, exchange.getRequestURI().toString());
    if (answer.isPresent()) {
      write(exchange, answer.get());
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static void write(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private Optional<String> answer(HttpExchange exchange, String path) {
    Matcher permissions = PERMISSIONS.matcher(path);
    if (permissions.matches() && accepts(exchange, 2)) {
      String iTwin = permissions.group(1);
      boolean held = client(exchange).equals(maintainers.get(iTwin));
      return Optional.ofNullable(owners.get(iTwin))
          .map(known -> "{\"permissions\":[" + (held ? "\"webhooks_maintainer\"" : "") + "]}");
    }
    Matcher account = ACCOUNT.matcher(path);
    return account.matches() && accepts(exchange, 1)
        ? Optional.ofNullable(owners.get(account.group(1)))
            .map(owner -> "{\"iTwin\":{\"id\":\"" + owner + "\",\"class\":\"Account\"}}")
        : Optional.empty();
  }

  private static boolean accepts(HttpExchange exchange, int version) {
    return ("application/vnd.bentley.itwin-platform.v" + version + "+json")
        .equals(exchange.getRequestHeaders().getFirst("Accept"));
  }

  private static String client(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
    String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8);
    try (JsonReader reader = Json.createReader(new StringReader(claims))) {
      return reader.readObject().getString("client_id");
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
