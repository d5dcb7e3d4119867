package webhooks.it.harness.environment;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The rejected events as the API lists them: no producer may read their queue. */
public final class RejectedEvents {
  private static final String LIST = "/admin/invalid-events?$top=100";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Administration administration;

  /** Reads the rejected events of this product. */
  public RejectedEvents(TestEnvironment environment) {
    this.administration = new Administration(environment);
  }

  /** Returns all rejected events, oldest first. */
  public List<JsonObject> all() {
    return administration.all(LIST, "invalidEvents");
  }

  /** Waits until a matching event is listed, and returns it. */
  public JsonObject await(Predicate<JsonObject> wanted) {
    return Awaitility.await("a rejected event")
        .atMost(LIMIT)
        .until(() -> all().stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until an event with this text in its body is listed, and returns it. */
  public JsonObject awaitBody(String part) {
    return await(one -> one.getString("body").contains(part));
  }
}
