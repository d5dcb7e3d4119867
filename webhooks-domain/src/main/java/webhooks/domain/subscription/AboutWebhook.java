package webhooks.domain.subscription;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * The webhook that an operational event is about. Only other webhooks of its owner receive it: its
 * own receiver may be what fails, and would cause one event by another.
 *
 * @param clientId the client that owns the webhook; the event's account is the owner's
 * @param failing how much this webhook observes, if the event is about its failures: only webhooks
 *     that observe more receive it
 */
public record AboutWebhook(UUID webhookId, String clientId, Optional<Observation> failing) {

  /** Returns whether the webhook may receive the event. */
  boolean allows(Subscription webhook, Collection<String> eventTypes, String accountId) {
    return !webhook.webhookId().equals(webhookId)
        && webhook.clientId().equals(clientId)
        && webhook.accountId().equals(accountId)
        && failing.filter(own -> Observation.of(eventTypes).compareTo(own) <= 0).isEmpty();
  }
}
