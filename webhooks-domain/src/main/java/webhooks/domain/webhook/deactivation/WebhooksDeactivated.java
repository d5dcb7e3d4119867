package webhooks.domain.webhook.deactivation;

import java.util.Collection;
import java.util.UUID;

/**
 * A CDI event: webhooks were deactivated. It is fired inside the transaction that deactivates them.
 *
 * @param webhookIds the webhooks that were deactivated
 */
public record WebhooksDeactivated(DeactivationReason reason, Collection<UUID> webhookIds) {

  /** Returns how many webhooks were deactivated. */
  public int count() {
    return webhookIds.size();
  }
}
