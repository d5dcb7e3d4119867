package webhooks.domain.delivery.model;

/**
 * A version of the webhook, in the database or as a node has read it.
 *
 * @param changes how often the webhook was deactivated and activated again since its first
 *     activation
 */
record WebhookVersion(int changes) {
  boolean isActive() {
    return changes % 2 == 0;
  }

  int activation() {
    return 1 + changes / 2;
  }

  /** The rule of {@code Subscription.isDeliverable}. */
  boolean isDeliverable(long deliveryActivation) {
    return isActive() && activation() == deliveryActivation;
  }

  WebhookVersion changed() {
    return new WebhookVersion(changes + 1);
  }
}
