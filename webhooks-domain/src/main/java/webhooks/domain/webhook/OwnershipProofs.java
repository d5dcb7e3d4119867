package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.consent.Consent;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.proof.ProofMethod;
import webhooks.domain.webhook.proof.ProofSubject;
import webhooks.domain.webhook.proof.ProofView;

/**
 * Reads and stores the proofs that owners control the receivers of their webhooks.
 *
 * <p>Starts no transaction itself. To store a proof is a transaction that advances the version of
 * the webhook, because a consent changes its options too.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OwnershipProofs {
  private static final Logger LOG = Logger.getLogger(OwnershipProofs.class.getName());

  @EJB private WebhookRepository repository;
  @EJB private AuditTrail audit;
  @Inject private OptionsRepository options;
  @Inject private WebhookAccess access;
  @Inject private SecretCipher cipher;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public OwnershipProofs() {}

  /** Creates the use cases without a container, for tests. */
  OwnershipProofs(
      OptionUpdates.Tables tables, WebhookAccess access, SecretCipher cipher, Clock clock) {
    this.repository = tables.webhooks();
    this.options = tables.options();
    this.audit = tables.audit();
    this.access = access;
    this.cipher = cipher;
    this.clock = clock;
  }

  /**
   * The consent of a receiver and the rate that it allows.
   *
   * @param sender the name under which the receiver was asked
   * @param maxRequestsPerSecond the rate, if the receiver names one
   */
  public record GivenConsent(String sender, Optional<BigDecimal> maxRequestsPerSecond) {}

  /**
   * Returns the proof of the present URL of a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}
   */
  public ProofView get(Caller caller, String id) {
    Webhook webhook = access.findOwned(caller, id);
    return webhook.proof().view(subject(webhook));
  }

  private ProofSubject subject(Webhook webhook) {
    return webhook.proofSubject(webhook.callbackUrl(cipher));
  }

  /**
   * Stores a proof, unless the webhook has another URL by now.
   *
   * @param proven the webhook and the URL that the receiver has answered for
   * @param consent the consent, if the receiver has proven it by one
   * @return when it was stored; empty if the webhook has another URL
   * @throws Refusal {@code WebhookNotFound} if it was deleted meanwhile, {@code
   *     InsufficientPermissions} if the caller may not maintain it any more, {@code
   *     ServiceUnavailable} if too many changes of webhooks wait, or a consent needs options that
   *     can't be read
   */
  public Optional<Instant> record(
      Caller caller, ProofSubject proven, ProofMethod method, Optional<GivenConsent> consent) {
    Webhook known = access.findOwned(caller, proven.webhookId().toString());
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, known);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AtomicBoolean isStored = new AtomicBoolean();
    repository.change(
        proven.webhookId(),
        current -> {
          WebhookAccess.requireMaintained(current, caller, allowed);
          isStored.set(subject(current).equals(proven));
          if (isStored.get()) {
            current.proof().give(proven, method, now);
            boolean throttles = consent.filter(given -> agree(current, given)).isPresent();
            audit.add(
                WebhookAuditEntries.of(caller.actor(), AuditAction.WEBHOOK_VERIFIED, current)
                    .withDetail(method.text() + (throttles ? ", throttle" : "")));
          }
          return isStored.get();
        });
    return isStored.get() ? Optional.of(now) : Optional.empty();
  }

  /** Adds a consent to the options, and returns whether it changes the throttle. */
  private boolean agree(Webhook webhook, GivenConsent given) {
    WebhookOptions before = present(webhook);
    WebhookOptions after =
        before.consented(
            new Consent(given.sender(), webhook.origin(cipher)), given.maxRequestsPerSecond());
    webhook.setOptions(after);
    return !after.throttle().equals(before.throttle());
  }

  /** Refuses the request if the options can't be read: the consent would replace all of them. */
  private WebhookOptions present(Webhook webhook) {
    try {
      return options
          .find(webhook.id())
          .map(stored -> stored.decrypt(cipher))
          .orElse(WebhookOptions.NONE);
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The options of webhook " + webhook.id() + " can't be read", e);
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE, "The options can't be read. Try again later.");
    }
  }
}
