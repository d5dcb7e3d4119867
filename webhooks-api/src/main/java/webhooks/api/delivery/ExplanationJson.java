package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Optional;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.delivery.history.explain.AccountExplanations;
import webhooks.domain.delivery.history.explain.AccountExplanations.Explained;
import webhooks.domain.delivery.history.explain.Explanation;
import webhooks.domain.delivery.history.explain.Explanation.ExplainedEvent;
import webhooks.domain.delivery.history.explain.Explanation.Verdict;
import webhooks.domain.delivery.history.explain.StoredDelivery;
import webhooks.domain.delivery.history.explain.StoredDelivery.AttemptSummary;
import webhooks.domain.delivery.history.state.LastFailure;
import webhooks.domain.delivery.history.state.WebhookHealth;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.WebhookSettings;

/** Writes explanations of events and the health of webhooks as JSON. */
public final class ExplanationJson {
  private static final String REASON = "reason";

  private ExplanationJson() {}

  /** Writes what has become of an event. */
  public static JsonObject write(Explanation explanation) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("result", explanation.verdict().result().text())
            .add("messageId", explanation.messageId().toString());
    addReason(json, explanation.verdict());
    explanation.event().ifPresent(event -> json.add("event", write(event)));
    explanation.delivery().ifPresent(delivery -> json.add("delivery", write(delivery)));
    explanation.settings().ifPresent(settings -> json.add("webhook", write(settings)));
    return json.build();
  }

  /** Writes what has become of an event for webhooks of an account, without links. */
  static JsonObjectBuilder write(AccountExplanations explanations) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("messageId", explanations.messageId().toString());
    explanations.event().ifPresent(event -> json.add("event", write(event)));
    JsonArrayBuilder webhooks = JSON.createArrayBuilder();
    explanations.webhooks().items().forEach(webhook -> webhooks.add(write(webhook)));
    return json.add("webhooks", webhooks);
  }

  private static JsonObjectBuilder write(Explained webhook) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("webhookId", webhook.webhookId().toString());
    webhook.callbackUrl().ifPresent(url -> json.add("callbackUrl", url));
    json.add("result", webhook.explanation().verdict().result().text());
    addReason(json, webhook.explanation().verdict());
    webhook
        .explanation()
        .delivery()
        .ifPresent(delivery -> json.add("delivery", withoutAttempts(delivery)));
    return json;
  }

  private static void addReason(JsonObjectBuilder json, Verdict verdict) {
    verdict.reason().ifPresent(reason -> json.add(REASON, reason));
    add(json, "until", verdict.until());
  }

  private static JsonObjectBuilder write(ExplainedEvent event) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("eventType", event.eventType())
            .add("iTwinId", event.iTwinId());
    event.enqueued().ifPresent(time -> json.add("enqueuedDateTime", time));
    return json.add("stored", JsonResponse.time(event.stored())).add("otherEvents", event.others());
  }

  private static JsonObjectBuilder write(StoredDelivery delivery) {
    JsonArrayBuilder attempts = JSON.createArrayBuilder();
    delivery.attempts().forEach(attempt -> attempts.add(write(attempt)));
    return withoutAttempts(delivery).add("attempts", attempts);
  }

  private static JsonObjectBuilder withoutAttempts(StoredDelivery delivery) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", delivery.id().toString())
            .add("status", delivery.status().text())
            .add("created", JsonResponse.time(delivery.created()))
            .add("attemptCount", delivery.attemptCount());
    add(json, "nextAttempt", delivery.nextAttempt());
    return json;
  }

  private static JsonObjectBuilder write(AttemptSummary attempt) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("time", JsonResponse.time(attempt.started()))
            .add("durationMs", attempt.duration().toMillis());
    attempt.statusCode().ifPresent(code -> json.add("statusCode", code));
    attempt.error().ifPresent(error -> json.add("error", error.text()));
    attempt.cause().ifPresent(cause -> json.add("cause", cause.text()));
    return json;
  }

  private static JsonObjectBuilder write(Revision revision) {
    WebhookSettings settings = revision.settings();
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("since", JsonResponse.time(revision.from()));
    add(json, "until", revision.until());
    json.add("scope", settings.scope().text())
        .add("scopeId", settings.scopeId())
        .add("active", settings.active());
    settings.deactivationReason().ifPresent(reason -> json.add("deactivationReason", reason));
    json.add("paused", settings.paused())
        .add("callbackUrl", settings.callbackUrl())
        .add("eventTypes", JSON.createArrayBuilder(settings.eventTypes()));
    settings.options().ifPresent(options -> json.add("options", JSON.createObjectBuilder(options)));
    return json;
  }

  /** Writes whether a webhook works. */
  public static JsonObject write(WebhookHealth health) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("status", health.status().text());
    add(json, "since", health.since());
    health.reason().ifPresent(reason -> json.add(REASON, reason));
    add(json, "until", health.until());
    json.add("failureStreak", health.state().failureStreak());
    add(json, "failingSince", health.state().failingSince());
    health.state().lastFailure().ifPresent(failure -> json.add("lastError", write(failure)));
    return json.build();
  }

  /** Writes the latest failed attempt. */
  public static JsonObjectBuilder write(LastFailure failure) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("time", JsonResponse.time(failure.time()));
    failure.statusCode().ifPresent(code -> json.add("statusCode", code));
    json.add("error", failure.error().text());
    failure.cause().ifPresent(cause -> json.add("cause", cause.text()));
    return json;
  }

  private static void add(JsonObjectBuilder json, String name, Optional<Instant> time) {
    time.ifPresent(given -> json.add(name, JsonResponse.time(given)));
  }
}
