package webhooks.dev.inbox;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One received request.
 *
 * @param headers values by lower-case name
 */
record ReceivedRequest(Instant time, Map<String, List<String>> headers, byte[] body) {

  JsonObject toJson(Optional<String> secret) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("time", time.toString());
    if (secret.isPresent()) {
      SignatureVerifier verifier = new SignatureVerifier(secret.get());
      json.add("signatureHolds", verifier.isSignatureValid(this));
      if (verifier.isAsymmetric(this)) {
        json.addNull("webhookSignatureHolds");
      } else {
        json.add("webhookSignatureHolds", verifier.isWebhookSignatureValid(this));
      }
    } else {
      json.addNull("signatureHolds").addNull("webhookSignatureHolds");
    }
    JsonObjectBuilder named = Json.createObjectBuilder();
    headers.forEach((name, values) -> named.add(name, String.join(", ", values)));
    return json.add("headers", named).add("body", text()).build();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }
}
