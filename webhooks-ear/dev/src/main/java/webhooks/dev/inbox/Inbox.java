package webhooks.dev.inbox;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What arrived under one name, the last thousand of it. */
final class Inbox {
  private static final int LIMIT = 1_000;

  private final Deque<Received> requests = new ArrayDeque<>();
  private long total;
  private String secret;

  synchronized void add(Received request) {
    requests.addFirst(request);
    total++;
    if (requests.size() > LIMIT) {
      requests.removeLast();
    }
  }

  synchronized void setSecret(String secret) {
    this.secret = secret;
  }

  /** Shows it, newest first. */
  synchronized JsonObject toJson() {
    JsonArrayBuilder received = Json.createArrayBuilder();
    requests.forEach(request -> received.add(request.toJson(Optional.ofNullable(secret))));
    return Json.createObjectBuilder().add("total", total).add("received", received).build();
  }
}
