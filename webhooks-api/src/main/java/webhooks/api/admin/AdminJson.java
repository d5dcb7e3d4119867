package webhooks.api.admin;

import static webhooks.api.http.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import webhooks.api.http.JsonBody;
import webhooks.api.http.JsonResponse;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.event.invalid.RejectedEvent;
import webhooks.domain.event.invalid.ReplayRejectedEvents;
import webhooks.domain.webhook.admin.AdminWebhookView;

/** Reads and writes the JSON of the admin API. */
final class AdminJson {
  private AdminJson() {}

  /** Reads a request to replay events. The body and all its properties are optional. */
  static ReplayRejectedEvents readReplay(byte[] body) {
    JsonBody json = JsonBody.optional(body);
    Optional<List<String>> ids = json.texts("ids");
    return new ReplayRejectedEvents(ids, json.faults());
  }

  static <T> JsonArrayBuilder array(List<T> items, Function<T, JsonObjectBuilder> writer) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    items.forEach(item -> array.add(writer.apply(item)));
    return array;
  }

  static JsonObjectBuilder write(AdminWebhookView webhook) {
    JsonArrayBuilder eventTypes = JSON.createArrayBuilder();
    webhook.eventTypes().forEach(eventTypes::add);
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", webhook.id().toString())
            .add("scope", webhook.scope())
            .add("scopeId", webhook.scopeId())
            .add("active", webhook.active());
    webhook.callbackUrl().ifPresent(url -> json.add("callbackUrl", url));
    json.add("eventTypes", eventTypes)
        .add("created", JsonResponse.time(webhook.created()))
        .add("modified", JsonResponse.time(webhook.modified()))
        .add("clientId", webhook.clientId())
        .add("accountId", webhook.accountId());
    webhook.deactivationReason().ifPresent(reason -> json.add("deactivationReason", reason));
    return json;
  }

  static JsonObjectBuilder write(RejectedEvent message) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", message.id())
            .add("reason", message.reason())
            .add("time", JsonResponse.time(message.time()))
            .add("body", message.body());
    if (message.truncated()) {
      json.add("truncated", true);
    }
    return json;
  }

  static JsonObjectBuilder write(AuditEntryView act) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", act.id().toString())
            .add("time", JsonResponse.time(act.time()))
            .add("action", act.action())
            .add("clientId", act.clientId());
    act.user().ifPresent(user -> json.add("user", user));
    act.accountId().ifPresent(account -> json.add("accountId", account));
    act.webhookId().ifPresent(id -> json.add("webhookId", id.toString()));
    act.iTwinId().ifPresent(id -> json.add("iTwinId", id.toString()));
    act.detail().ifPresent(detail -> json.add("detail", detail));
    return json;
  }
}
