package webhooks.domain.webhook;

import webhooks.domain.audit.AuditEntry;
import webhooks.domain.subscription.Subscription;

/**
 * A webhook that its owner may have tested.
 *
 * @param subscription as sending needs it, as it is now
 * @param scopeId its account or iTwin
 * @param act the test, to be written once it is made
 */
public record TestableWebhook(Subscription subscription, String scopeId, AuditEntry act) {}
