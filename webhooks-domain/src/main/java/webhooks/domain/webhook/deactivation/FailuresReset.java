package webhooks.domain.webhook.deactivation;

import java.util.UUID;

/**
 * Fired in the transaction that activates a webhook, deletes it or changes its URL: its earlier
 * failures are no reason to deactivate it any more, and the pause of its receiver ends.
 */
public record FailuresReset(UUID webhookId) {}
