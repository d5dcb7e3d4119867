package webhooks.domain.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.audit.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/** Makes the audit entries of changes of webhooks. */
final class WebhookAuditEntries {
  private WebhookAuditEntries() {}

  static AuditEntry of(Actor by, AuditAction action, Webhook webhook) {
    AuditEntry act = AuditEntry.of(by, action);
    if (webhook.scope() == WebhookScope.ITWIN) {
      act = act.onITwin(UUID.fromString(webhook.scopeId()), webhook.accountId());
    }
    return act.onWebhook(webhook.id(), webhook.accountId());
  }

  static AuditEntry deactivation(Actor by, Webhook webhook, DeactivationReason reason) {
    return of(by, AuditAction.WEBHOOK_DEACTIVATED, webhook).withDetail(reason.text());
  }

  /** Returns the entries of an update: changed properties, activation, deactivation. */
  static List<AuditEntry> update(
      Actor by, Webhook webhook, WebhookSnapshot before, WebhookSnapshot after) {
    List<AuditEntry> acts = new ArrayList<>();
    before
        .changesTo(after)
        .ifPresent(
            names -> acts.add(of(by, AuditAction.WEBHOOK_UPDATED, webhook).withDetail(names)));
    if (after.active() && !before.active()) {
      acts.add(of(by, AuditAction.WEBHOOK_ACTIVATED, webhook));
    } else if (before.active() && !after.active()) {
      acts.add(deactivation(by, webhook, DeactivationReason.BY_OWNER));
    }
    return acts;
  }
}
