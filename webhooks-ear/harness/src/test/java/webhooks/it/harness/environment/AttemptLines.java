package webhooks.it.harness.environment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import webhooks.it.harness.server.Product;

/** The lines that a product logs about attempts. */
public record AttemptLines(Product product) {
  /** Waits for the first line about the event, and returns it as it is. */
  public String await(UUID messageId) {
    return Awaitility.await("the line of " + messageId)
        .until(() -> find(messageId), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the first line about the event, in JSON. */
  public JsonObject awaitJson(UUID messageId) {
    return Awaitility.await("the line of " + messageId)
        .until(() -> find(messageId).filter(line -> line.endsWith("}")), Optional::isPresent)
        .map(AttemptLines::json)
        .orElseThrow();
  }

  private Optional<String> find(UUID messageId) {
    return product
        .attemptLog()
        .lines()
        .filter(one -> one.contains("message=" + messageId))
        .findFirst();
  }

  /** Reads a line in JSON. */
  public static JsonObject json(String line) {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
