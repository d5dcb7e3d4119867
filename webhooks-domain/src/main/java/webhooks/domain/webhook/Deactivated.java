package webhooks.domain.webhook;

/**
 * News that webhooks were deactivated, told inside the transaction that does it.
 *
 * @param reason as the webhook keeps it
 * @param count how many
 */
public record Deactivated(String reason, int count) {}
