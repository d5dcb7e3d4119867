package webhooks.domain.audit;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.id.Ids;

/**
 * An audit entry that is to be written: one action of an actor.
 *
 * @param accountId the account of the webhook or iTwin
 * @param detail further information, never a secret, a token or a URL
 */
public record AuditEntry(
    UUID id,
    AuditAction action,
    Actor actor,
    Optional<String> accountId,
    Optional<UUID> webhookId,
    Optional<UUID> iTwinId,
    Optional<String> detail) {

  /** Returns a new entry without a webhook, an iTwin and a detail. */
  public static AuditEntry of(Actor actor, AuditAction action) {
    return new AuditEntry(
        Ids.next(),
        action,
        actor,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns this entry with a webhook of the account. */
  public AuditEntry onWebhook(UUID webhook, String account) {
    return new AuditEntry(
        id, action, actor, Optional.of(account), Optional.of(webhook), iTwinId, detail);
  }

  /** Returns this entry with an account. */
  public AuditEntry onAccount(String account) {
    return new AuditEntry(id, action, actor, Optional.of(account), webhookId, iTwinId, detail);
  }

  /** Returns this entry with an iTwin of the account. */
  public AuditEntry onITwin(UUID iTwin, String account) {
    return new AuditEntry(
        id, action, actor, Optional.of(account), webhookId, Optional.of(iTwin), detail);
  }

  /** Returns this entry with a detail. */
  public AuditEntry withDetail(String text) {
    return new AuditEntry(id, action, actor, accountId, webhookId, iTwinId, Optional.of(text));
  }

  /** Returns this entry with a count as its detail. */
  public AuditEntry withCount(long count) {
    return withDetail("count=" + count);
  }
}
