package webhooks.domain.operational;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.page.Timestamps;

/**
 * An operational event.
 *
 * @param id the id of the event
 * @param webhookId the webhook that it is about; empty if it is about the product
 * @param content the content of the event, as JSON
 */
public record OperationalEvent(
    UUID id, String eventType, Optional<UUID> webhookId, String content, Instant created) {

  /** Returns whether it tells that a webhook fails, or does not any more. */
  public boolean isAboutFailures() {
    return eventType.equals(OperationalEventType.FAILING.eventType())
        || eventType.equals(OperationalEventType.RECOVERED.eventType());
  }

  /** Returns the message for operators, whose parts are those of an event. */
  public String json() {
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"enqueuedDateTime\":\"%s\",\"content\":%s}"
        .formatted(id, eventType, Timestamps.utcMillis(created), content);
  }
}
