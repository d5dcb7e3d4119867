package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.signature.RotateSigningKey;
import webhooks.domain.option.signature.Signature;
import webhooks.domain.option.signature.SigningKey;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.option.signature.VerificationKey;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.SecretCipher;

/**
 * Rotates the signing keys of webhooks, and publishes their public halves.
 *
 * <p>Starts no transaction itself, because checks may call other servers. Each change is a
 * transaction, and advances the version of the webhook, so that every later claim on every node
 * signs with the keys of this change. No clock of a node decides: upkeep makes the next key the
 * current one when the database's clock has passed its time.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SigningKeyUpdates {
  private static final Logger LOG = Logger.getLogger(SigningKeyUpdates.class.getName());

  @EJB private WebhookRepository repository;
  @Inject private OptionsRepository options;
  @EJB private AuditTrail audit;
  @Inject private WebhookAccess access;
  @Inject private SecretCipher cipher;

  /** Creates the bean, for the container. */
  public SigningKeyUpdates() {}

  /** Creates the use cases without a container, for tests. */
  SigningKeyUpdates(OptionUpdates.Tables tables, WebhookAccess access, SecretCipher cipher) {
    this.repository = tables.webhooks();
    this.options = tables.options();
    this.audit = tables.audit();
    this.access = access;
    this.cipher = cipher;
  }

  /**
   * Gives a webhook of the caller a new signing key.
   *
   * @return the option as its owner reads it
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, or if the
   *     webhook has no signing key, {@code InsufficientPermissions}, {@code ServiceUnavailable}
   *     while a node of an earlier version runs
   */
  public Map<String, Object> rotate(Caller caller, String id, RotateSigningKey request) {
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    Faults faults = new Faults();
    Duration lead = request.lead(faults);
    requireKeys(webhook, faults);
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, webhook);
    options.requireSupport();
    AtomicReference<Signature> changed = new AtomicReference<>();
    repository
        .change(
            webhook.id(),
            current -> {
              WebhookAccess.requireMaintained(current, caller, allowed);
              SigningKeys before = requireKeys(current, new Faults());
              SigningKeys after = before.rotated(SigningKey.generate(), options.now(), lead);
              changed.set(set(current, after));
              audit.add(
                  WebhookAuditEntries.of(caller.actor(), AuditAction.SIGNING_KEY_ROTATED, current)
                      .withDetail(use(after)));
              return true;
            })
        .orElseThrow(WebhookAccess::notFound);
    return changed.get().shown();
  }

  private static String use(SigningKeys keys) {
    return keys.next()
        .map(next -> "used from " + Timestamps.utcMillis(next.from()))
        .orElse("used at once");
  }

  private SigningKeys requireKeys(Webhook webhook, Faults faults) {
    Optional<SigningKeys> keys = present(webhook).flatMap(found -> found.signature().keys());
    if (keys.isEmpty()) {
      faults.invalid("signature", "'signature' must have the scheme v1a, and be readable.");
    }
    faults.refuseIfAny(ErrorCode.INVALID_REQUEST, "Cannot rotate the signing key.");
    return keys.orElseThrow();
  }

  /** Returns the present options; empty if there are none, or they can't be read. */
  private Optional<WebhookOptions> present(Webhook webhook) {
    try {
      return options.find(webhook.id()).map(stored -> stored.decrypt(cipher));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The options of webhook " + webhook.id() + " can't be read", e);
      return Optional.empty();
    }
  }

  private Signature set(Webhook webhook, SigningKeys keys) {
    WebhookOptions before = present(webhook).orElseThrow();
    Signature changed = before.signature().with(keys);
    webhook.setOptions(before.with(changed));
    return changed;
  }

  /**
   * Makes next keys the current ones, ends the publication of former ones, and deletes previous
   * secrets, where that is due. Any node may do it; the others find nothing to do. A webhook that
   * can't be changed is left for an hour, and keeps no other from its turn.
   */
  public void endDue() {
    repository.dropExpiredSecrets();
    options.dueSigningKeys().forEach(this::endDue);
  }

  private void endDue(UUID id) {
    try {
      repository.change(id, this::changeDue);
    } catch (Refusal | DatabaseFailure e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The signing keys of webhook " + id + " can't be changed", e);
      options.postponeSigningKeys(id);
    }
  }

  private boolean changeDue(Webhook webhook) {
    Optional<SigningKeys> before = present(webhook).flatMap(found -> found.signature().keys());
    if (before.isEmpty()) {
      options.postponeSigningKeys(webhook.id());
      return false;
    }
    Instant now = options.now();
    SigningKeys after = before.get().at(now);
    if (after.equals(before.get())) {
      return false;
    }
    set(webhook, after);
    return true;
  }

  /**
   * Returns the public keys of a webhook, to any caller. An unknown webhook is like one without
   * keys, so that the answer does not say which webhooks exist.
   *
   * @throws Refusal {@code ServiceUnavailable} if the keys can't be read
   */
  public Optional<List<VerificationKey>> published(UUID id) {
    try {
      return options
          .find(id)
          .flatMap(stored -> stored.decrypt(cipher).signature().keys())
          .map(SigningKeys::published);
    } catch (IllegalStateException e) {
      // Not logged: any caller can repeat the request. Intake and claims log the webhook once.
      throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "The keys can't be read. Try again later.");
    }
  }
}
