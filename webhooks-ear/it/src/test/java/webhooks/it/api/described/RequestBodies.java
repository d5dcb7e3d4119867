package webhooks.it.api.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import webhooks.it.harness.Event;

/** Parts of requests that the description restricts in words only. */
final class RequestBodies {
  private RequestBodies() {}

  /**
   * Adds properties to an object, or leaves some out.
   *
   * @param schema the name of its schema; nothing happens if all that it allows is valid
   * @param url a URL of a receiver
   */
  static void complete(String schema, ObjectNode object, URI url) {
    switch (schema) {
      case "ChangeCustomHeader" -> {
        object.put("name", "X-" + UUID.randomUUID());
        if (!object.path("value").isTextual()) {
          object.put("value", "v");
        }
      }
      case "ChangeAuthentication" -> AuthenticationBody.complete(object, url);
      case "ChangeClientTls" -> ClientTlsBody.complete(object);
      case "ChangeEventFormat" -> {
        boolean hasTemplate = object.path("mode").asText().equals("template");
        object.remove("template");
        if (hasTemplate) {
          object.putObject("template").put("text", "${$.content.x ?? 1}");
        }
      }
      case "ChangeThrottle" -> object.put("requestsPerSecond", 12.5);
      case "ChangeRetry" -> object.putArray("finalStatuses").add(400);
      case "ChangePayloadRetention" -> object.put("storeResponse", true);
      case "RequestCertificate" -> object.put("subject", "CN=webhooks,O=Example");
      case "OptionPreviewRequest" -> {
        object.removeAll();
        object.putObject("event").put("eventType", Event.CREATED).putObject("content");
      }
      // The other method needs webhooks.public-url.
      case "VerifyWebhook" -> object.put("method", "challenge");
      case "EraseEvents" -> ErasableEvents.complete(object);
      case "RecoverDeliveries" -> {
        if (!object.path("since").isTextual()) {
          object.put("since", "2026-10-02T14:55:00Z");
        }
      }
      case "ReconcileDeliveries" -> addHours(object);
      default -> {}
    }
  }

  private static void addHours(ObjectNode reconciliation) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    reconciliation.put("since", hour.minus(Duration.ofHours(2)).toString());
    reconciliation.put("until", hour.toString());
    reconciliation.putArray("hours");
  }

  /** Returns a filter of events. */
  static JsonNode filter() {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    filter.putObject("exact").put("$.content.x", "a");
    return filter;
  }
}
