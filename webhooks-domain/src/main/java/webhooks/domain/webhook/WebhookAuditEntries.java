package webhooks.domain.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/** Creates the audit entries for changes of webhooks. */
final class WebhookAuditEntries {
  private WebhookAuditEntries() {}

  /**
   * The properties that an update may change, at one moment.
   *
   * @param previousSecret whether deliveries are signed with a previous secret too
   */
  record UpdatableProperties(
      boolean active,
      String callbackUrl,
      String secret,
      boolean previousSecret,
      List<String> eventTypes) {

    /** Returns the names of the properties that changed since this moment, never their values. */
    Optional<String> changesTo(UpdatableProperties after) {
      List<String> names = new ArrayList<>();
      if (!callbackUrl.equals(after.callbackUrl)) {
        names.add("callbackUrl");
      }
      if (!secret.equals(after.secret) || previousSecret != after.previousSecret) {
        names.add("secret");
      }
      if (!eventTypes.equals(after.eventTypes)) {
        names.add("eventTypes");
      }
      return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    /** Returns a description without URL and secret. */
    @Override
    public String toString() {
      return "UpdatableProperties[active=" + active + "]";
    }
  }

  static AuditEntry of(Actor by, AuditAction action, Webhook webhook) {
    AuditEntry entry = AuditEntry.of(by, action).onWebhook(webhook.id(), webhook.accountId());
    return onITwin(entry, webhook.accountId(), webhook.scope().text(), webhook.scopeId());
  }

  private static AuditEntry onITwin(
      AuditEntry entry, String accountId, String scope, String scopeId) {
    return scope.equals(WebhookScope.ITWIN.text())
        ? entry.onITwin(UUID.fromString(scopeId), accountId)
        : entry;
  }

  /** Returns the entry for a deactivation, without its reason. */
  static AuditEntry deactivation(
      Actor by, UUID webhook, String accountId, String scope, String scopeId) {
    AuditEntry entry =
        AuditEntry.of(by, AuditAction.WEBHOOK_DEACTIVATED).onWebhook(webhook, accountId);
    return onITwin(entry, accountId, scope, scopeId);
  }

  static AuditEntry deactivation(Actor by, Webhook webhook, DeactivationReason reason) {
    return of(by, AuditAction.WEBHOOK_DEACTIVATED, webhook).withDetail(reason.text());
  }

  /** Returns the entries of an update: changed properties, activation, deactivation. */
  static List<AuditEntry> update(
      Actor by, Webhook webhook, UpdatableProperties before, UpdatableProperties after) {
    List<AuditEntry> entries = new ArrayList<>();
    before
        .changesTo(after)
        .ifPresent(
            names -> entries.add(of(by, AuditAction.WEBHOOK_UPDATED, webhook).withDetail(names)));
    if (after.active() && !before.active()) {
      entries.add(of(by, AuditAction.WEBHOOK_ACTIVATED, webhook));
    } else if (before.active() && !after.active()) {
      entries.add(deactivation(by, webhook, DeactivationReason.BY_OWNER));
    }
    return entries;
  }
}
