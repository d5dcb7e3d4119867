package webhooks.domain.webhook;

import webhooks.domain.audit.AuditEntry;
import webhooks.domain.subscription.Subscription;

/**
 * A webhook that may be tested, because its owner has the permission.
 *
 * @param subscription the properties that sending needs
 * @param scopeId the id of its account or iTwin
 * @param auditEntry the audit entry, to be written after the attempt has started
 */
public record TestableWebhook(Subscription subscription, String scopeId, AuditEntry auditEntry) {}
