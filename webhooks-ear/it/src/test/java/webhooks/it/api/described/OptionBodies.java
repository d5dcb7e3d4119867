package webhooks.it.api.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.UUID;

/** Options that the description restricts in words only. */
final class OptionBodies {
  private OptionBodies() {}

  /**
   * Adds properties to an option.
   *
   * @param schema the name of the option's schema; nothing happens if it is of something else
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
      default -> {}
    }
  }

  /** Returns a filter of events. */
  static JsonNode filter() {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    filter.putObject("exact").put("$.content.x", "a");
    return filter;
  }
}
