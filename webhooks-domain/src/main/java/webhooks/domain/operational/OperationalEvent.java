package webhooks.domain.operational;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.page.Timestamps;

/**
 * An event about a webhook or about the product itself, for owners and operators.
 *
 * @param id the id of the event
 * @param webhook the webhook that it is about; empty if it is about the product
 * @param content the content of the event, as JSON
 */
public record OperationalEvent(
    UUID id, String eventType, Optional<OwnedWebhook> webhook, String content, Instant created) {

  /** Returns the id of the webhook that it is about, if it is about one. */
  public Optional<UUID> webhookId() {
    return webhook.map(OwnedWebhook::id);
  }

  /** Returns whether it reports that a webhook is failing or has recovered. */
  public boolean isAboutFailures() {
    return eventType.equals(OperationalEventType.FAILING.eventType())
        || eventType.equals(OperationalEventType.RECOVERED.eventType());
  }

  /** Returns the JSON for operators: the members of an event, and the owner of the webhook. */
  public String json() {
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"enqueuedDateTime\":\"%s\",%s\"content\":%s}"
        .formatted(
            id,
            eventType,
            Timestamps.utcMillis(created),
            webhook.flatMap(OwnedWebhook::owner).map(OperationalEvent::members).orElse(""),
            content);
  }

  private static String members(WebhookOwner owner) {
    return "\"accountId\":\"%s\",\"clientId\":\"%s\","
        .formatted(escaped(owner.accountId()), escaped(owner.clientId()));
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
