package webhooks.domain.audit;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;

/**
 * One act, to be written.
 *
 * @param accountId the account whose webhook or iTwin it concerns
 * @param detail what else there is to know; never a secret, a token or a URL
 */
public record AuditEntry(
    UUID id,
    AuditAction action,
    Actor actor,
    Optional<String> accountId,
    Optional<UUID> webhookId,
    Optional<UUID> iTwinId,
    Optional<String> detail) {

  /** Returns a new act that concerns nothing yet. */
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

  /** Returns this act as one on a webhook of the account. */
  public AuditEntry onWebhook(UUID webhook, String account) {
    return new AuditEntry(
        id, action, actor, Optional.of(account), Optional.of(webhook), iTwinId, detail);
  }

  /** Returns this act as one on an iTwin of the account. */
  public AuditEntry onITwin(UUID iTwin, String account) {
    return new AuditEntry(
        id, action, actor, Optional.of(account), webhookId, Optional.of(iTwin), detail);
  }

  /** Returns this act with a detail. */
  public AuditEntry withDetail(String text) {
    return new AuditEntry(id, action, actor, accountId, webhookId, iTwinId, Optional.of(text));
  }

  /** Returns this act with a count. */
  public AuditEntry withCount(int count) {
    return withDetail("count=" + count);
  }
}
