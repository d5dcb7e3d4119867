package webhooks.domain.webhook.deactivation;

/**
 * A CDI event: webhooks were deactivated. It is fired inside the transaction that does so.
 *
 * @param count how many webhooks
 */
public record WebhooksDeactivated(DeactivationReason reason, int count) {}
