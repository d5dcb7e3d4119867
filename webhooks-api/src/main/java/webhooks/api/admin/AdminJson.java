package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import webhooks.api.delivery.ExplanationJson;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.delivery.history.state.WebhookState;
import webhooks.domain.event.invalid.SelectRejectedEvents;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.webhook.Reactivations;
import webhooks.domain.webhook.admin.AdminWebhookView;
import webhooks.domain.webhook.block.Block;

/**
 * Writes webhooks, blocks, rejected events and audit entries as JSON, and reads requests that name
 * rejected events.
 */
final class AdminJson {
  private AdminJson() {}

  /** Reads a request that names rejected events. The body and all its properties are optional. */
  static SelectRejectedEvents readSelection(byte[] body) {
    JsonBody json = JsonBody.optional(body);
    Optional<List<String>> ids = json.texts("ids");
    Optional<String> reason = json.text("reason");
    Optional<String> since = json.text("since");
    Optional<String> until = json.text("until");
    return new SelectRejectedEvents(ids, reason, since, until, json.faults());
  }

  static <T> JsonArrayBuilder array(List<T> items, Function<T, JsonObjectBuilder> writer) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    items.forEach(item -> array.add(writer.apply(item)));
    return array;
  }

  static JsonObjectBuilder write(AdminWebhookView webhook, WebhookState state) {
    JsonObjectBuilder json = write(webhook).add("failureStreak", state.failureStreak());
    state.failingSince().ifPresent(time -> json.add("failingSince", JsonResponse.time(time)));
    state.lastFailure().ifPresent(failure -> json.add("lastError", ExplanationJson.write(failure)));
    state
        .pending()
        .ifPresent(
            pending ->
                json.add(
                    "pending",
                    JSON.createObjectBuilder()
                        .add("count", pending.count())
                        .add("complete", pending.complete())));
    state.pausedUntil().ifPresent(time -> json.add("pausedUntil", JsonResponse.time(time)));
    return state.held() ? json.add("held", true) : json;
  }

  private static JsonObjectBuilder write(AdminWebhookView webhook) {
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
    if (!webhook.blocks().isEmpty()) {
      JsonArrayBuilder blocks = JSON.createArrayBuilder();
      webhook.blocks().forEach(kind -> blocks.add(kind.text()));
      json.add("blocks", blocks);
    }
    return json;
  }

  static JsonObjectBuilder write(Block block) {
    return JSON.createObjectBuilder()
        .add("kind", block.kind().text())
        .add("id", block.target())
        .add("created", JsonResponse.time(block.created()))
        .add("blockedBy", block.clientId());
  }

  static JsonObject write(Reactivations.Outcome outcome) {
    return JSON.createObjectBuilder()
        .add("reactivated", outcome.reactivated())
        .add("skipped", outcome.skipped())
        .add("complete", outcome.complete())
        .build();
  }

  static JsonObjectBuilder write(RejectedEvent event) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", event.id())
            .add("reason", event.reason())
            .add("time", JsonResponse.time(event.time()))
            .add("body", event.body());
    if (event.truncated()) {
      json.add("truncated", true);
    }
    if (event.replays() > 0) {
      json.add("replays", event.replays());
    }
    return json;
  }

  static JsonObjectBuilder write(AuditEntryView entry) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", entry.id().toString())
            .add("time", JsonResponse.time(entry.time()))
            .add("action", entry.action())
            .add("clientId", entry.clientId());
    entry.user().ifPresent(user -> json.add("user", user));
    entry.accountId().ifPresent(account -> json.add("accountId", account));
    entry.webhookId().ifPresent(id -> json.add("webhookId", id.toString()));
    entry.iTwinId().ifPresent(id -> json.add("iTwinId", id.toString()));
    entry.detail().ifPresent(detail -> json.add("detail", detail));
    return json;
  }
}
