package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;
import webhooks.domain.webhook.block.StoppedWebhooks;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.revision.UnreadableWebhook;

/**
 * Activates the webhooks again that a block has deactivated, for an administrator who has removed
 * it.
 *
 * <p>Each activation is a transaction, with the checks of an activation by the owner: no other
 * block concerns the webhook, the owner's permission still exists, and the receiver's proof too if
 * one is required. The other webhooks stay inactive until their owners activate them. With a remote
 * access control nobody can check an owner's permission without the owner's token, so webhooks that
 * need one stay inactive too.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Reactivations {
  private static final Duration MAX_TIME = Duration.ofSeconds(15);
  private static final UpdateWebhook ACTIVATE =
      new UpdateWebhook(
          Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), List.of());

  @EJB private WebhookRepository repository;
  @EJB private AuditTrail audit;
  @Inject private StoppedWebhooks stopped;
  @Inject private WebhookAccess access;
  @Inject private WebhookPermissions permissions;
  @Inject private WebhookRules rules;
  @Inject private SecretCipher cipher;
  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  public Reactivations() {}

  /** The checks of an activation. */
  record Checks(WebhookAccess access, WebhookPermissions permissions, WebhookRules rules) {}

  /** Creates it without a container, for tests. */
  Reactivations(
      WebhookRepository repository,
      AuditTrail audit,
      StoppedWebhooks stopped,
      Checks checks,
      Settings settings) {
    this.repository = repository;
    this.audit = audit;
    this.stopped = stopped;
    this.access = checks.access();
    this.permissions = checks.permissions();
    this.rules = checks.rules();
    this.settings = settings;
  }

  Reactivations with(SecretCipher ofWebhooks) {
    this.cipher = ofWebhooks;
    return this;
  }

  /**
   * The result of a request.
   *
   * @param reactivated how many webhooks it has activated
   * @param skipped how many stay inactive because a check fails, or because their rows can't be
   *     decrypted
   * @param complete whether it came to all webhooks; if not, the same request continues with the
   *     rest
   */
  public record Outcome(int reactivated, int skipped, boolean complete) {}

  /**
   * Activates the webhooks that the latest block of a target has deactivated, as many as there is
   * time for.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many changes wait before the first activation
   */
  public Outcome reactivate(Caller by, BlockTarget target) {
    Iterator<UUID> left = stopped.by(target).iterator();
    long end = System.nanoTime() + MAX_TIME.toNanos();
    int reactivated = 0;
    int skipped = 0;
    while (left.hasNext() && System.nanoTime() < end) {
      try {
        reactivated += activate(by, left.next()) ? 1 : 0;
      } catch (UnreadableWebhook e) {
        skipped++;
      } catch (Refusal e) {
        if (e.code() == ErrorCode.SERVICE_UNAVAILABLE) {
          if (reactivated == 0) {
            throw e;
          }
          return new Outcome(reactivated, skipped, false);
        }
        skipped++;
      }
    }
    return new Outcome(reactivated, skipped, !left.hasNext());
  }

  private boolean activate(Caller by, UUID id) {
    AtomicBoolean activated = new AtomicBoolean();
    repository.change(
        id,
        webhook -> {
          activated.set(isStopped(webhook));
          if (activated.get()) {
            access.requireUnblocked(webhook);
            WebhookAccess.require(() -> isPermitted(webhook));
            activate(webhook);
            audit.add(
                WebhookAuditEntries.of(by.actor(), AuditAction.WEBHOOK_ACTIVATED, webhook)
                    .withDetail("block removed"));
          }
          return activated.get();
        });
    return activated.get();
  }

  private void activate(Webhook webhook) {
    try {
      rules.requireProof(ACTIVATE, webhook, cipher);
      webhook.update(ACTIVATE, cipher);
    } catch (IllegalStateException e) {
      SettingsHistory.logUnreadable(webhook.id(), e);
      throw new UnreadableWebhook();
    }
  }

  private static boolean isStopped(Webhook webhook) {
    return !webhook.isActive()
        && !webhook.isDeleted()
        && webhook
            .deactivationReason()
            .filter(DeactivationReason.BY_ADMINISTRATOR.text()::equals)
            .isPresent();
  }

  private boolean isPermitted(Webhook webhook) {
    boolean needsPermission =
        webhook.scope() == WebhookScope.ITWIN || settings.accountScopeNeedsMaintainer();
    return (!needsPermission || settings.remoteAccessControl().isEmpty())
        && permissions
            .permissionToMaintain(owner(webhook), webhook.scope(), webhook.scopeId())
            .getAsBoolean();
  }

  /** Returns the application that owns the webhook, without its roles, which only its token has. */
  private static Caller owner(Webhook webhook) {
    return new Caller(
        webhook.clientId(),
        Optional.of(webhook.accountId()),
        true,
        false,
        false,
        Set.of(),
        Optional.empty(),
        new BearerToken(""));
  }
}
