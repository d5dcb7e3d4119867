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
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.secret.SecretGenerator;

/**
 * The use cases of webhooks, in the contract's order of refusal: who the caller is, whether the
 * webhook is theirs, what is wrong with the request, whether they may.
 *
 * <p>An id is taken from the path, not yet parsed; one that is no UUID is unknown.
 *
 * <p>Without a transaction of its own, since checking a URL looks its host up and a permission may
 * be asked of another service: only reading and writing are transactions.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Webhooks {
  @EJB private WebhookRepository stored;
  @EJB private AuditTrail audit;
  @Inject private WebhookPermissions permissions;
  @Inject private WebhookRules rules;
  @Inject private SecretCipher cipher;
  @Inject private Clock clock;
  @Inject private WebhookListReader list;

  private final SecretGenerator secrets = new SecretGenerator();

  /** Creates the bean; for the container. */
  public Webhooks() {}

  /** Creates the use cases of stored webhooks without a container; for tests. */
  Webhooks(
      WebhookRepository stored,
      AuditTrail audit,
      WebhookPermissions permissions,
      WebhookRules rules,
      SecretCipher cipher) {
    this.stored = stored;
    this.audit = audit;
    this.permissions = permissions;
    this.rules = rules;
    this.cipher = cipher;
  }

  /**
   * Creates an inactive webhook.
   *
   * @throws Refusal {@code InsufficientPermissions} unless a service application with an account
   *     calls that may maintain webhooks of the scope; {@code InvalidCreateWebhookRequest} with all
   *     faults
   */
  public CreatedWebhook create(Caller caller, CreateWebhook request) {
    if (!caller.serviceApplication()) {
      throw Refusal.insufficientPermissions();
    }
    caller.account();
    WebhookRules.Target target = rules.check(request, caller);
    require(permissions.mayMaintain(caller, target.scope(), target.scopeId()));
    Webhook webhook =
        new Webhook(Ids.next(), caller, target.scope(), target.scopeId(), clock.instant());
    String secret = request.secret().orElseGet(secrets::next);
    webhook.protect(cipher, request.callbackUrl().orElseThrow(), secret);
    webhook.subscribe(folded(request.eventTypes().orElseThrow()));
    audit.runAndAdd(
        () -> stored.insert(webhook),
        WebhookAuditEntries.of(caller.actor(), AuditAction.WEBHOOK_CREATED, webhook));
    return new CreatedWebhook(webhook.view(cipher), secret);
  }

  /**
   * Hands over the webhooks that the caller created, newest first; to an administrator who is a
   * user, all of the account. However many there are, few are in memory at once.
   *
   * @throws webhooks.domain.database.DatabaseFailure also if too many long lists are asked for
   */
  public void list(Caller caller, Consumer<WebhookView> reader) {
    list.read(caller, reader);
  }

  /**
   * Returns a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  public WebhookView get(Caller caller, String id) {
    return own(caller, id).view(cipher);
  }

  /**
   * Changes a webhook of the caller. A request that gives nothing changes nothing.
   *
   * <p>Deactivating needs ownership alone, so that an owner can always stop.
   *
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}, or {@code
   *     InvalidUpdateWebhookRequest} with all faults
   */
  public WebhookView update(Caller caller, String id, UpdateWebhook request) {
    boolean stops = caller.serviceApplication() && request.onlyDeactivates();
    if (!stops) {
      caller.requireActor();
    }
    Webhook webhook = own(caller, id);
    rules.check(request);
    if (!request.changesAnything()) {
      return webhook.view(cipher);
    }
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = request.onlyDeactivates() ? () -> true : mayMaintain(caller, webhook);
    return change(
            caller,
            webhook.id(),
            current -> {
              require(allowed);
              WebhookAuditEntries.Snapshot before = current.snapshot(cipher);
              boolean changed = current.update(request, cipher);
              WebhookAuditEntries.update(caller.actor(), current, before, current.snapshot(cipher))
                  .forEach(audit::add);
              return changed;
            })
        .view(cipher);
  }

  /**
   * Deletes a webhook of the caller. Its URL and its secret are forgotten at once, pending
   * deliveries are cancelled when they are claimed.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  public void delete(Caller caller, String id) {
    change(
        caller,
        own(caller, id).id(),
        webhook -> {
          // Before the owner is erased.
          audit.add(WebhookAuditEntries.of(caller.actor(), AuditAction.WEBHOOK_DELETED, webhook));
          webhook.delete(cipher);
          return true;
        });
  }

  /**
   * Gives a webhook of the caller a new secret; deliveries are signed with the old one too for a
   * while, so that a receiver may change over in its own time.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     InsufficientPermissions}
   */
  public RotatedSecret rotateSecret(Caller caller, String id, RotateSecret request) {
    caller.requireActor();
    Webhook webhook = own(caller, id);
    Duration overlap = rules.check(request);
    BooleanSupplier allowed = mayMaintain(caller, webhook);
    String secret = request.secret().orElseGet(secrets::next);
    Instant now = clock.instant();
    Instant until = now.plus(overlap);
    change(
        caller,
        webhook.id(),
        current -> {
          require(allowed);
          current.rotate(cipher, secret, until, now);
          audit.add(WebhookAuditEntries.of(caller.actor(), AuditAction.SECRET_ROTATED, current));
          return true;
        });
    return new RotatedSecret(secret, until);
  }

  /** Changes a webhook unless it was deleted in the meantime. */
  private Webhook change(Caller caller, UUID id, WebhookRepository.Change change) {
    return stored
        .change(
            id,
            current -> {
              if (!current.belongsTo(caller)) {
                throw notFound();
              }
              return change.make(current);
            })
        .orElseThrow(Webhooks::notFound);
  }

  /**
   * Returns the id of a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  public UUID ownedId(Caller caller, String id) {
    return own(caller, id).id();
  }

  /**
   * Returns the id of a webhook of the caller, who is one that may act on webhooks at all.
   *
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}
   */
  public UUID ownedIdForChange(Caller caller, String id) {
    caller.requireActor();
    return ownedId(caller, id);
  }

  /**
   * Checks that the caller may have deliveries of a webhook sent again.
   *
   * @param action what is to be done
   * @return the act, to be written when it is done
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive, {@code
   *     InsufficientPermissions}
   */
  public AuditEntry requireRequeueable(Caller caller, String id, AuditAction action) {
    Webhook webhook = own(caller, id);
    requireActive(webhook);
    require(mayMaintain(caller, webhook));
    return WebhookAuditEntries.of(caller.actor(), action, webhook);
  }

  /**
   * Returns a webhook of the caller, who may maintain it, to be tested.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}
   */
  public TestableWebhook prepareTest(Caller caller, String id) {
    Webhook webhook = own(caller, id);
    require(mayMaintain(caller, webhook));
    return new TestableWebhook(
        webhook.subscription(cipher),
        webhook.scopeId(),
        WebhookAuditEntries.of(caller.actor(), AuditAction.WEBHOOK_TESTED, webhook));
  }

  /**
   * Checks, for an administrator of the product, that deliveries of a webhook may be requeued.
   *
   * @return the audit entry, to be written with the requeue
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive
   */
  public AuditEntry requireActiveAsAdmin(Caller by, UUID id, AuditAction action) {
    Webhook webhook = stored.find(id).orElseThrow(Webhooks::notFound);
    requireActive(webhook);
    return WebhookAuditEntries.of(by.actor(), action, webhook);
  }

  private static void requireActive(Webhook webhook) {
    if (!webhook.isActive()) {
      Faults faults = new Faults();
      faults.invalid("active", "The webhook must be active.");
      faults.refuseIfAny(
          ErrorCode.INVALID_REQUEST, "Cannot send deliveries again. The webhook is inactive.");
    }
  }

  private Webhook own(Caller caller, String id) {
    return Ids.parse(id)
        .flatMap(stored::find)
        .filter(webhook -> webhook.belongsTo(caller))
        .orElseThrow(Webhooks::notFound);
  }

  private static void require(BooleanSupplier allowed) {
    if (!allowed.getAsBoolean()) {
      throw Refusal.insufficientPermissions();
    }
  }

  private BooleanSupplier mayMaintain(Caller caller, Webhook webhook) {
    return permissions.mayMaintain(caller, webhook.scope(), webhook.scopeId());
  }

  static List<String> folded(List<String> eventTypes) {
    return eventTypes.stream().distinct().toList();
  }

  /** Returns the refusal of a request for a webhook that is unknown, or not the caller's. */
  public static Refusal notFound() {
    return new Refusal(ErrorCode.WEBHOOK_NOT_FOUND, "Requested webhook is not available.");
  }
}
