package webhooks.domain.delivery.history.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.revision.WebhookSettings;

/**
 * An event as it is stored.
 *
 * @param iTwinId the iTwin that its deliveries name: the event's iTwin, or the account
 * @param enqueued the time that the publisher gave it; empty if its content was erased
 * @param stored when intake stored it, by the database's clock
 * @param about the webhook that an operational event is about
 */
record StoredEvent(
    UUID id,
    String accountId,
    String eventType,
    String iTwinId,
    Optional<String> enqueued,
    Instant stored,
    Optional<UUID> about) {

  /** Returns whether this product made it about a webhook. */
  boolean isOperational() {
    return EventTypes.OWN.contains(eventType);
  }

  /** Returns whether it is in the scope of a webhook with these settings. */
  boolean isInScopeOf(WebhookSettings settings) {
    Optional<UUID> iTwin = iTwinId.equals(accountId) ? Optional.empty() : Ids.parse(iTwinId);
    return settings.scope().includes(settings.scopeId(), accountId, iTwin);
  }
}
