package webhooks.domain.webhook.deactivation;

import java.util.UUID;

/**
 * A CDI event: a webhook was activated, was deleted or got another URL. Its earlier failures are no
 * reason to deactivate it any more, and the pause of its receiver ends.
 *
 * <p>It is fired inside the transaction of the change.
 */
public record FailuresReset(UUID webhookId) {}
