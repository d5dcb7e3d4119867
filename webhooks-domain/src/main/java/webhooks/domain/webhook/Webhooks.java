package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.secret.SecretGenerator;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.revision.UnreadableWebhook;
import webhooks.domain.webhook.rotation.RotateSecret;
import webhooks.domain.webhook.rotation.RotatedSecret;

/**
 * The use cases of webhooks. Each checks in the contract's order: the kind of caller, the owner of
 * the webhook, the faults of the request, the permission.
 *
 * <p>Ids come from the path, not yet parsed. An id that is no UUID is unknown.
 *
 * <p>Starts no transaction itself, because checks may call other servers. Each change is a
 * transaction; a read needs none. A change or a check throws a {@link Refusal} with {@code
 * ServiceUnavailable} if another server does not answer, or if too many changes or checks wait.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Webhooks {
  @EJB private WebhookRepository repository;
  @EJB private AuditTrail audit;
  @Inject private WebhookAccess access;
  @Inject private WebhookRules rules;
  @Inject private SecretCipher cipher;
  @Inject private Clock clock;

  private final SecretGenerator secrets = new SecretGenerator();

  /** Creates the bean, for the container. */
  public Webhooks() {}

  /** Creates the use cases without a container, for tests. */
  Webhooks(
      WebhookRepository repository,
      AuditTrail audit,
      WebhookAccess access,
      WebhookRules rules,
      SecretCipher cipher) {
    this.repository = repository;
    this.audit = audit;
    this.access = access;
    this.rules = rules;
    this.cipher = cipher;
  }

  /**
   * Creates an inactive webhook.
   *
   * @throws Refusal {@code InsufficientPermissions} unless the caller is a service application with
   *     an account and may maintain webhooks of the scope, or if a block concerns it; {@code
   *     InvalidCreateWebhookRequest} with all faults, or if the owner has the maximum of webhooks
   */
  public CreatedWebhook create(Caller caller, CreateWebhook request) {
    requireCreator(caller);
    WebhookRules.CheckedScope checked = rules.check(request, caller);
    Webhook webhook =
        new Webhook(Ids.next(), caller, checked.scope(), checked.scopeId(), clock.instant());
    WebhookAccess.require(access.permissionToMaintain(caller, webhook));
    access.requireUnblocked(webhook);
    String secret = request.secret().orElseGet(secrets::next);
    webhook.protect(cipher, request.callbackUrl().orElseThrow(), secret);
    webhook.subscribe(withoutDuplicates(request.eventTypes().orElseThrow()));
    AuditEntry entry = WebhookAuditEntries.of(caller.actor(), AuditAction.WEBHOOK_CREATED, webhook);
    rules.storeWithinLimit(limit -> repository.insert(webhook, limit, entry));
    return new CreatedWebhook(webhook.view(cipher), secret);
  }

  private static void requireCreator(Caller caller) {
    if (!caller.serviceApplication()) {
      throw Refusal.insufficientPermissions();
    }
    caller.account();
  }

  /**
   * Checks whether the caller may use an operation on the webhook, or create a webhook. This is for
   * a request that is refused before it reaches the operation: each operation makes the same check
   * before it checks the request.
   *
   * @param id from the path, not yet parsed; empty for the creation of a webhook
   * @param needsActor whether the operation requires an account in the token; a deletion does not
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}
   */
  public void requireAccess(Caller caller, Optional<String> id, boolean needsActor) {
    if (id.isEmpty()) {
      requireCreator(caller);
      return;
    }
    if (needsActor && !caller.serviceApplication()) {
      caller.requireActor();
    }
    access.findForDeactivation(caller, id.get());
  }

  /**
   * Returns a webhook of the caller, or of an iTwin whose organization the caller administers.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  public WebhookView get(Caller caller, String id) {
    return access.findForReading(caller, id).encryptedView().decrypt(caller, cipher);
  }

  /**
   * Changes a webhook of the caller. A request that gives nothing, or only the values that the
   * webhook has, changes nothing and waits for no other change.
   *
   * <p>For a request that only deactivates the webhook, a caller needs no permission but must own
   * it, so that an owner can always stop deliveries. A token of the owner without an account
   * suffices for that. An administrator of the organization that owns the webhook's iTwin may
   * deactivate it too.
   *
   * @throws UnreadableWebhook if its row can't be decrypted; it can be deactivated all the same
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}, or {@code
   *     InvalidUpdateWebhookRequest} with all faults
   */
  public WebhookView update(Caller caller, String id, UpdateWebhook request) {
    if (request.onlyDeactivates()) {
      return deactivate(caller, id);
    }
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    if (request.changesAnything()) {
      requireReadable(webhook);
    }
    rules.check(request, caller, webhook, cipher);
    if (!request.changesAnything()) {
      return webhook.encryptedView().decrypt(caller, cipher);
    }
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, webhook);
    if (!request.changes(webhook.updatableProperties(cipher))) {
      requireAllowed(request, webhook, allowed);
      return webhook.view(cipher);
    }
    return change(
            webhook.id(),
            current -> current.belongsTo(caller),
            current -> {
              rules.requireProof(request, current, cipher);
              requireAllowed(request, current, allowed);
              WebhookAuditEntries.UpdatableProperties before = current.updatableProperties(cipher);
              boolean changed = current.update(request, cipher);
              WebhookAuditEntries.update(
                      caller.actor(), current, before, current.updatableProperties(cipher))
                  .forEach(audit::add);
              return changed;
            })
        .view(cipher);
  }

  private void requireReadable(Webhook webhook) {
    try {
      webhook.updatableProperties(cipher);
    } catch (IllegalStateException e) {
      SettingsHistory.logUnreadable(webhook.id(), e);
      throw new UnreadableWebhook();
    }
  }

  private void requireAllowed(UpdateWebhook request, Webhook webhook, BooleanSupplier allowed) {
    WebhookAccess.require(allowed);
    if (request.active().orElse(false)) {
      access.requireUnblocked(webhook);
    }
  }

  private WebhookView deactivate(Caller caller, String id) {
    if (!caller.serviceApplication()) {
      caller.requireActor();
    }
    Webhook known = access.findForDeactivation(caller, id);
    if (!known.isActive()) {
      return known.encryptedView().decrypt(caller, cipher);
    }
    Webhook stopped =
        change(
            known.id(),
            current -> access.mayDeactivate(caller, current),
            current -> {
              boolean changes = current.isActive();
              if (changes) {
                DeactivationReason reason =
                    current.isDeletableBy(caller)
                        ? DeactivationReason.BY_OWNER
                        : DeactivationReason.BY_ADMINISTRATOR;
                current.deactivate(reason);
                audit.add(WebhookAuditEntries.deactivation(caller.actor(), current, reason));
              }
              return changes;
            });
    return stopped.encryptedView().decrypt(caller, cipher);
  }

  /**
   * Deletes a webhook of the caller. Its URL and secret are erased at once. Pending deliveries are
   * cancelled when they are claimed.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  public void delete(Caller caller, String id) {
    delete(caller, access.findStoppable(caller, id).id(), webhook -> webhook.isDeletableBy(caller));
  }

  /**
   * Deletes a webhook of any caller, for an administrator of the product.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  public void deleteAsAdmin(Caller by, UUID id) {
    delete(by, id, webhook -> !webhook.isDeleted());
  }

  private void delete(Caller by, UUID id, Predicate<Webhook> allowed) {
    change(
        id,
        allowed,
        webhook -> {
          // The entry names the owner, so it is made before the owner is erased.
          audit.add(WebhookAuditEntries.of(by.actor(), AuditAction.WEBHOOK_DELETED, webhook));
          webhook.delete(cipher);
          return true;
        });
  }

  /**
   * Rotates the secret of a webhook of the caller. Deliveries are signed with the old secret too
   * for a while, so that the receiver has time to change over.
   *
   * @throws UnreadableWebhook if its row can't be decrypted
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     InsufficientPermissions}
   */
  public RotatedSecret rotateSecret(Caller caller, String id, RotateSecret request) {
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    Duration overlap = rules.check(request);
    requireReadable(webhook);
    BooleanSupplier allowed = access.permissionToMaintain(caller, webhook);
    String secret = request.secret().orElseGet(secrets::next);
    Instant now = clock.instant();
    Instant until = now.plus(overlap);
    change(
        webhook.id(),
        current -> current.belongsTo(caller),
        current -> {
          WebhookAccess.require(allowed);
          current.rotate(cipher, secret, until, now);
          audit.add(WebhookAuditEntries.of(caller.actor(), AuditAction.SECRET_ROTATED, current));
          return true;
        });
    return new RotatedSecret(secret, until);
  }

  /** Changes a webhook if the caller still may: it can be deleted in the meantime. */
  private Webhook change(UUID id, Predicate<Webhook> allowed, WebhookRepository.Change change) {
    return repository
        .change(
            id,
            current -> {
              if (!allowed.test(current)) {
                throw WebhookAccess.notFound();
              }
              return change.make(current);
            })
        .orElseThrow(WebhookAccess::notFound);
  }

  static List<String> withoutDuplicates(List<String> eventTypes) {
    return eventTypes.stream().distinct().toList();
  }
}
