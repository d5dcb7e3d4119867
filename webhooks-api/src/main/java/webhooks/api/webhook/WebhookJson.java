package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.webhook.CreateWebhook;
import webhooks.domain.webhook.CreatedWebhook;
import webhooks.domain.webhook.UpdateWebhook;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.rotation.RotateSecret;
import webhooks.domain.webhook.rotation.RotatedSecret;

/** Reads and writes webhooks as flat JSON objects with exactly the contract's properties. */
public final class WebhookJson {
  private WebhookJson() {}

  static CreateWebhook readCreate(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> callbackUrl = json.text("callbackUrl");
    Optional<String> scope = json.text("scope");
    Optional<String> scopeId = json.text("scopeId");
    Optional<String> secret = json.text("secret");
    Optional<List<String>> eventTypes = json.texts("eventTypes");
    return new CreateWebhook(callbackUrl, scope, scopeId, secret, eventTypes, json.faults());
  }

  static UpdateWebhook readUpdate(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> callbackUrl = json.text("callbackUrl");
    Optional<String> secret = json.text("secret");
    Optional<Boolean> active = json.flag("active");
    Optional<List<String>> eventTypes = json.texts("eventTypes");
    return new UpdateWebhook(callbackUrl, secret, active, eventTypes, json.faults());
  }

  /** Reads a request to rotate the secret. The body and all its properties are optional. */
  static RotateSecret readRotate(byte[] body) {
    JsonBody json = JsonBody.optional(body);
    Optional<String> secret = json.text("secret");
    Optional<String> validFor = json.text("previousSecretValidFor");
    return new RotateSecret(secret, validFor, json.faults());
  }

  /** Writes the result of a rotation. No other response shows the new secret. */
  static JsonObject write(RotatedSecret rotated) {
    return JSON.createObjectBuilder()
        .add("secret", rotated.secret())
        .add("previousSecretValidUntil", JsonResponse.time(rotated.previousValidUntil()))
        .build();
  }

  /** Writes a created webhook. No other response shows its secret. */
  static JsonObject write(CreatedWebhook created) {
    WebhookView webhook = created.webhook();
    JsonObjectBuilder json = identity(webhook).add("secret", created.secret());
    return addState(json, webhook).build();
  }

  static JsonArrayBuilder write(List<WebhookView> webhooks) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    webhooks.forEach(webhook -> array.add(write(webhook)));
    return array;
  }

  /** Writes a webhook. */
  public static JsonObject write(WebhookView webhook) {
    return addState(identity(webhook), webhook)
        .add("created", JsonResponse.time(webhook.created()))
        .add("modified", JsonResponse.time(webhook.modified()))
        .build();
  }

  private static JsonObjectBuilder identity(WebhookView webhook) {
    return JSON.createObjectBuilder()
        .add("id", webhook.id().toString())
        .add("scope", webhook.scope())
        .add("scopeId", webhook.scopeId());
  }

  private static JsonObjectBuilder addState(JsonObjectBuilder json, WebhookView webhook) {
    JsonArrayBuilder eventTypes = JSON.createArrayBuilder();
    webhook.eventTypes().forEach(eventTypes::add);
    json.add("active", webhook.active());
    webhook.callbackUrl().ifPresent(url -> json.add("callbackUrl", url));
    return json.add("eventTypes", eventTypes);
  }
}
