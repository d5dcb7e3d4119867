package webhooks.dev.inbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Stores each POST request in its inbox, with at most 1 MiB of its body, and answers 200. */
final class InboxHandler implements HttpHandler {
  static final String PATH = "/dev/inbox/";
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  private final Inboxes inboxes;

  InboxHandler(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
      String name = exchange.getRequestURI().getPath().substring(PATH.length());
      boolean accepted = exchange.getRequestMethod().equals("POST") && !name.isEmpty();
      if (accepted) {
        inboxes.named(name).add(new ReceivedRequest(Instant.now(), headers(exchange), body));
      }
      exchange.sendResponseHeaders(accepted ? 200 : 404, -1);
    }
  }

  private static Map<String, List<String>> headers(HttpExchange exchange) {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return headers;
  }
}
