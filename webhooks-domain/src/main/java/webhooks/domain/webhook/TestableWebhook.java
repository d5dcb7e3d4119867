package webhooks.domain.webhook;

import webhooks.domain.audit.AuditEntry;
import webhooks.domain.subscription.SendableWebhook;

/**
 * A webhook that may be tested: the caller may maintain it, and no block concerns it.
 *
 * @param webhook the properties that sending needs
 * @param scopeId the id of its account or iTwin
 * @param auditEntry the audit entry, to be written before the attempt starts
 */
public record TestableWebhook(SendableWebhook webhook, String scopeId, AuditEntry auditEntry) {}
