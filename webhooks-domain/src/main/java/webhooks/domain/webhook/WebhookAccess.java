package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.webhook.block.BlockLookup;

/**
 * Finds the webhook that a request names, and checks what its caller may do with it.
 *
 * <p>Ids come from the path, not yet parsed. An id that is no UUID is unknown. A permission check
 * may call another server, so the methods that prepare one are called outside a transaction. If
 * that server does not answer, they throw a {@link Refusal} with {@code ServiceUnavailable}.
 */
@ApplicationScoped
public class WebhookAccess {
  @EJB private WebhookRepository repository;
  @Inject private OptionsRepository options;
  @Inject private BlockLookup blocks;
  @Inject private WebhookPermissions permissions;
  @Inject private SecretCipher cipher;

  /** Creates the bean, for the container. */
  protected WebhookAccess() {}

  /** Creates the access without a container, for tests. */
  WebhookAccess(
      WebhookRepository repository,
      OptionsRepository options,
      WebhookPermissions permissions,
      BlockLookup blocks,
      SecretCipher cipher) {
    this.repository = repository;
    this.options = options;
    this.permissions = permissions;
    this.blocks = blocks;
    this.cipher = cipher;
  }

  /**
   * Returns the id of a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  public UUID ownedId(Caller caller, String id) {
    return findOwned(caller, id).id();
  }

  /**
   * Returns the id of a webhook of the caller, after checking that the caller has an account and is
   * a service application or an administrator.
   *
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}
   */
  public UUID ownedIdForChange(Caller caller, String id) {
    caller.requireActor();
    return ownedId(caller, id);
  }

  /**
   * Checks that the caller may requeue deliveries of a webhook.
   *
   * @param action the action for the audit entry
   * @return the audit entry, to be written with the requeue
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive, {@code
   *     InsufficientPermissions}
   */
  public AuditEntry requireRequeueable(Caller caller, String id, AuditAction action) {
    Webhook webhook = findOwned(caller, id);
    requireActive(webhook);
    require(permissionToMaintain(caller, webhook));
    return WebhookAuditEntries.of(caller.actor(), action, webhook);
  }

  /**
   * Returns a webhook of the caller to be tested, after checking that the caller may maintain it
   * and that no block concerns it.
   *
   * @param action the action for the audit entry
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     ServiceUnavailable} if it changes at this moment
   */
  public TestableWebhook prepareTest(Caller caller, String id, AuditAction action) {
    Webhook webhook = findOwned(caller, id);
    requireTestable(caller, webhook);
    return testable(caller, webhook, sendable(webhook), action);
  }

  /**
   * Returns a webhook of the caller whose token is to be requested, after the checks of {@link
   * #prepareTest}.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if the webhook needs no token,
   *     {@code InsufficientPermissions}, {@code ServiceUnavailable} if it changes at this moment
   */
  public TestableWebhook prepareTokenTest(Caller caller, String id) {
    Webhook webhook = findOwned(caller, id);
    SendableWebhook sendable = sendable(webhook);
    if (sendable.options().oauth2().isEmpty()) {
      Faults faults = new Faults();
      faults.invalid("authentication", "'authentication' must be of the type oauth2.");
      faults.refuseIfAny(
          ErrorCode.INVALID_REQUEST, "Cannot test the authentication. No token is requested.");
    }
    requireTestable(caller, webhook);
    return testable(caller, webhook, sendable, AuditAction.AUTHENTICATION_TESTED);
  }

  /**
   * Returns a webhook of the caller whose options are to be previewed.
   *
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}, {@code
   *     ServiceUnavailable} if it changes at this moment
   */
  public PreviewableWebhook findPreviewable(Caller caller, String id) {
    caller.requireActor();
    Webhook webhook = findOwned(caller, id);
    return PreviewableWebhook.of(
        webhook, sendable(webhook), cipher, () -> requireTestable(caller, webhook));
  }

  private void requireTestable(Caller caller, Webhook webhook) {
    require(permissionToMaintain(caller, webhook));
    requireUnblocked(webhook);
  }

  private static TestableWebhook testable(
      Caller caller, Webhook webhook, SendableWebhook sendable, AuditAction action) {
    return new TestableWebhook(
        sendable, webhook.scopeId(), WebhookAuditEntries.of(caller.actor(), action, webhook));
  }

  private SendableWebhook sendable(Webhook webhook) {
    Optional<EncryptedOptions> stored = options.find(webhook.id());
    if (stored.isPresent() && stored.get().version() != webhook.version()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE, "The webhook is being changed. Try again later.");
    }
    return new SendableWebhook(
        webhook.subscription(cipher),
        stored.map(encrypted -> encrypted.decrypt(cipher)).orElse(WebhookOptions.NONE));
  }

  /**
   * Checks, for an administrator of the product, that deliveries of a webhook may be requeued.
   *
   * @return the audit entry, to be written with the requeue
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive
   */
  public AuditEntry requireRequeueableAsAdmin(Caller by, UUID id, AuditAction action) {
    Webhook webhook = repository.find(id).orElseThrow(WebhookAccess::notFound);
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

  /**
   * Returns a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  Webhook findOwned(Caller caller, String id) {
    return find(caller, id, webhook -> webhook.belongsTo(caller));
  }

  /**
   * Returns a webhook that the caller may read.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  Webhook findForReading(Caller caller, String id) {
    return find(
        caller,
        id,
        webhook -> webhook.belongsTo(caller) || permissions.maySupervise(caller, webhook));
  }

  /**
   * Returns a webhook that the caller may deactivate. Everyone who may read, change or delete a
   * webhook may also deactivate it, so nobody is refused with {@code InsufficientPermissions}.
   *
   * @throws Refusal {@code WebhookNotFound}
   */
  Webhook findForDeactivation(Caller caller, String id) {
    return find(caller, id, webhook -> mayDeactivate(caller, webhook));
  }

  /** Returns whether the caller may deactivate the webhook. */
  boolean mayDeactivate(Caller caller, Webhook webhook) {
    return webhook.isDeletableBy(caller) || permissions.maySupervise(caller, webhook);
  }

  /**
   * Returns a webhook that the caller may pause or delete.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  Webhook findStoppable(Caller caller, String id) {
    return find(caller, id, webhook -> webhook.isDeletableBy(caller));
  }

  private Webhook find(Caller caller, String id, Predicate<Webhook> allowed) {
    Webhook webhook = Ids.parse(id).flatMap(repository::find).orElseThrow(WebhookAccess::notFound);
    if (allowed.test(webhook)) {
      return webhook;
    }
    throw permissions.maySupervise(caller, webhook)
        ? Refusal.insufficientPermissions()
        : notFound();
  }

  /** Refuses the request with {@code InsufficientPermissions} unless the check returns true. */
  static void require(BooleanSupplier allowed) {
    if (!allowed.getAsBoolean()) {
      throw Refusal.insufficientPermissions();
    }
  }

  /**
   * Checks, inside the transaction of a change, that the caller still owns and maintains a webhook.
   *
   * @param allowed the result of {@link #permissionToMaintain}
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}
   */
  static void requireMaintained(Webhook current, Caller caller, BooleanSupplier allowed) {
    if (!current.belongsTo(caller)) {
      throw notFound();
    }
    require(allowed);
  }

  /**
   * Checks that no administrator of the product has blocked the webhook, its client or its account.
   *
   * @throws Refusal {@code InsufficientPermissions} with what is blocked
   */
  void requireUnblocked(Webhook webhook) {
    blocks
        .find(webhook.id(), webhook.clientId(), webhook.accountId())
        .ifPresent(
            kind -> {
              throw Refusal.insufficientPermissions(
                  Fault.ofBody(
                      FaultCode.BLOCKED, "An administrator has blocked the " + kind.text() + "."));
            });
  }

  /**
   * Prepares the check whether the caller may maintain the webhook. Call this before the
   * transaction, and evaluate the result inside it.
   *
   * @throws Refusal {@code ServiceUnavailable} if the check needs a server that does not answer
   */
  BooleanSupplier permissionToMaintain(Caller caller, Webhook webhook) {
    return permissions.permissionToMaintain(caller, webhook.scope(), webhook.scopeId());
  }

  /** Returns the refusal of a request for an unknown webhook, or for one of another caller. */
  public static Refusal notFound() {
    return new Refusal(ErrorCode.WEBHOOK_NOT_FOUND, "Requested webhook is not available.");
  }
}
