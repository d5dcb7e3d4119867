package webhooks.dev.inbox;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Keeps the latest thousand requests to one inbox. */
final class Inbox {
  private static final int MAX_REQUESTS = 1_000;

  private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
  private long total;
  private String secret;

  synchronized void add(ReceivedRequest request) {
    requests.addFirst(request);
    total++;
    if (requests.size() > MAX_REQUESTS) {
      requests.removeLast();
    }
  }

  synchronized void setSecret(String secret) {
    this.secret = secret;
  }

  /** Returns the requests, the newest first. */
  synchronized JsonObject toJson() {
    JsonArrayBuilder received = Json.createArrayBuilder();
    requests.forEach(request -> received.add(request.toJson(Optional.ofNullable(secret))));
    return Json.createObjectBuilder().add("total", total).add("received", received).build();
  }
}
