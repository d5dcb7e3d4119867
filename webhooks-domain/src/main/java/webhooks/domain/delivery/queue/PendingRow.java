package webhooks.domain.delivery.queue;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Subscription;

/**
 * A pending delivery as a claim reads it.
 *
 * @param paused whether its webhook's receiver has asked for a pause, or its account is held
 */
record PendingRow(
    UUID id,
    UUID eventId,
    UUID webhookId,
    long activation,
    int attempts,
    int attemptsBefore,
    boolean paused) {
  /** Returns whether its webhook is known, and the activation that it belongs to has ended. */
  boolean isOfEndedActivation(Optional<Subscription> webhook) {
    return webhook.filter(present -> !present.isDeliverable(activation)).isPresent();
  }

  /** Returns whether a selection must be asked before the delivery may be sent. */
  boolean isUndecided() {
    return attemptsBefore == DeliveryRules.UNDECIDED;
  }

  /** Returns the leased delivery for the next attempt. */
  LeasedDelivery leased(EventBody body, Lease lease) {
    return new LeasedDelivery(
        id,
        webhookId,
        activation,
        attempts + 1,
        DeliveryRules.scheduled(attempts, attemptsBefore),
        body,
        lease);
  }
}
