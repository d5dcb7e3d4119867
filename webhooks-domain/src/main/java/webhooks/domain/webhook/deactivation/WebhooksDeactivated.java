package webhooks.domain.webhook.deactivation;

/**
 * A CDI event: webhooks were deactivated. It is fired inside the transaction that deactivates them.
 *
 * @param count how many webhooks were deactivated
 */
public record WebhooksDeactivated(DeactivationReason reason, int count) {}
