package webhooks.domain.subscription;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * The webhook that an operational event is about. Only other webhooks of its owner receive the
 * event: if its own receiver fails, each event would otherwise cause another one.
 *
 * @param clientId the client that owns the webhook; its account is the event's account
 * @param failing how much this webhook observes, if the event is about its failures: only webhooks
 *     that observe more receive it
 */
public record AboutWebhook(UUID webhookId, String clientId, Optional<Observation> failing) {

  /** Returns whether another webhook may receive the event. */
  boolean allows(Subscription webhook, Collection<String> eventTypes, String accountId) {
    return !webhook.webhookId().equals(webhookId)
        && webhook.clientId().equals(clientId)
        && webhook.accountId().equals(accountId)
        && failing.filter(own -> Observation.of(eventTypes).compareTo(own) <= 0).isEmpty();
  }
}
