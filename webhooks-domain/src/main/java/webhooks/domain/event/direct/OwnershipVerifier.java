package webhooks.domain.event.direct;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.DirectSender;
import webhooks.domain.node.Node;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.secret.SecretGenerator;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.VerificationMode;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.OwnershipProofs;
import webhooks.domain.webhook.OwnershipProofs.GivenConsent;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.proof.ProofMethod;
import webhooks.domain.webhook.proof.ProofSubject;
import webhooks.domain.webhook.proof.ProofView;
import webhooks.domain.webhook.proof.VerifyWebhook;

/**
 * Asks the receiver of a webhook for a proof that it wants the webhook's requests, and stores the
 * proof.
 *
 * <p>The request is checked and limited like a test. It makes one attempt, also for an inactive
 * webhook. No transaction is open during the attempt. A node that dies before it has stored the
 * proof leaves nothing, and the owner asks again. An attempt without a proof leaves an earlier
 * proof as it is.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OwnershipVerifier {
  @EJB private AuditTrail audit;
  @EJB private OwnershipProofs proofs;
  @Inject private OptionsRepository options;
  @Inject private WebhookAccess webhooks;
  @Inject private DirectSender sender;
  @Inject private DirectDeliveries deliveries;
  @Inject private SecretCipher cipher;
  @Inject private Settings settings;

  private final SecretGenerator nonces = new SecretGenerator();

  /** Creates the bean, for the container. */
  public OwnershipVerifier() {}

  /** The tables that a proof reads and writes. */
  record Tables(OwnershipProofs proofs, OptionsRepository options, AuditTrail audit) {}

  /** Makes and sends events. */
  record Sending(DirectSender sender, DirectDeliveries deliveries) {}

  /** Creates the verifier without a container, for tests. */
  OwnershipVerifier(
      Tables tables,
      WebhookAccess webhooks,
      Sending sending,
      SecretCipher cipher,
      Settings settings) {
    this.proofs = tables.proofs();
    this.options = tables.options();
    this.audit = tables.audit();
    this.webhooks = webhooks;
    this.sender = sending.sender();
    this.deliveries = sending.deliveries();
    this.cipher = cipher;
    this.settings = settings;
  }

  /**
   * Returns the proof of the present URL of a webhook of the caller.
   *
   * @throws Refusal {@code ResourceNotFound} if the operator has not turned proofs on; {@code
   *     WebhookNotFound}, {@code InsufficientPermissions}
   */
  public ProofView get(Caller caller, String webhookId) {
    requireOn();
    return proofs.get(caller, webhookId);
  }

  /**
   * Asks the receiver of a webhook of the caller once.
   *
   * @param webhookId from the path, not yet parsed
   * @param recorder the threads on which a proof is stored
   * @return completed when the attempt has ended and its proof is stored; fails with a {@link
   *     Refusal} if the webhook was deleted meanwhile, or too many changes wait
   * @throws Refusal {@code ResourceNotFound} if the operator has not turned proofs on; {@code
   *     WebhookNotFound}; {@code InvalidRequest} with all faults; {@code InsufficientPermissions},
   *     also if the webhook is blocked; {@code ServiceUnavailable} while too many tests are in
   *     flight, this node does not send, or a node of an earlier version runs
   */
  public CompletableFuture<ProofOutcome> verify(
      Caller caller, String webhookId, VerifyWebhook request, Executor recorder) {
    requireOn();
    webhooks.ownedIdForChange(caller, webhookId);
    ProofMethod method = request.check(settings.publicUrl());
    TestableWebhook webhook =
        webhooks.prepareTest(caller, webhookId, AuditAction.VERIFICATION_REQUESTED);
    options.requireSupport();
    Question question = new Question(caller, webhook, method, recorder);
    return method == ProofMethod.OPTIONS ? askConsent(question) : challenge(question);
  }

  private void requireOn() {
    if (settings.verification() == VerificationMode.OFF) {
      throw new Refusal(
          ErrorCode.RESOURCE_NOT_FOUND,
          "Requested resource is not available.",
          List.of(
              Fault.ofBody(
                  FaultCode.OPERATION_NOT_FOUND,
                  "The operator has not turned on the verification of webhooks.")));
    }
  }

  /**
   * One request for a proof.
   *
   * @param recorder the threads on which the response is checked and the proof is stored
   */
  private record Question(
      Caller caller, TestableWebhook webhook, ProofMethod method, Executor recorder) {}

  private CompletableFuture<ProofOutcome> askConsent(Question question) {
    String name = VerifyWebhook.sender(settings.publicUrl().orElseThrow());
    return request(
        question,
        node -> node.askConsent(name, question.webhook().webhook()),
        attempt -> checkConsent(question, attempt, name));
  }

  private ProofOutcome checkConsent(Question question, Attempt attempt, String name) {
    if (attempt.statusCode().isEmpty()) {
      return ProofOutcome.failed(attempt);
    }
    ConsentAnswer answer = ConsentAnswer.of(attempt, name);
    return answer.failure().isPresent()
        ? ProofOutcome.failed(attempt, answer.failure().get())
        : store(
            question, attempt, Optional.of(new GivenConsent(name, answer.maxRequestsPerSecond())));
  }

  private CompletableFuture<ProofOutcome> challenge(Question question) {
    Challenge challenge = new Challenge(nonces.next());
    LeasedDelivery delivery =
        deliveries.make(question.webhook(), Challenge.EVENT_TYPE, challenge.content());
    return request(
        question,
        node -> node.test(delivery, withNonce(question.webhook().webhook())),
        attempt -> checkChallenge(question, attempt, challenge));
  }

  /**
   * Sends the nonce in the mode {@code itwin} always. A template could lose it, and the body of a
   * CloudEvent in binary mode is the answer, so that a server that repeats bodies would consent.
   */
  private static SendableWebhook withNonce(SendableWebhook webhook) {
    return new SendableWebhook(
        webhook.subscription(), webhook.options().without(OptionMember.FORMAT));
  }

  private ProofOutcome checkChallenge(Question question, Attempt attempt, Challenge challenge) {
    if (!attempt.succeeded()) {
      return ProofOutcome.failed(attempt);
    }
    return challenge
        .check(attempt)
        .map(failure -> ProofOutcome.failed(attempt, failure))
        .orElseGet(() -> store(question, attempt, Optional.empty()));
  }

  /** Holds the caller's share of the tests until the proof is stored. */
  private CompletableFuture<ProofOutcome> request(
      Question question,
      Function<Node, CompletableFuture<Attempt>> attempt,
      Function<Attempt, ProofOutcome> check) {
    return sender.request(
        question.caller().limitKey(),
        node -> {
          // Commits before the attempt, so that no request is without an entry.
          audit.add(question.webhook().auditEntry().withDetail(question.method().text()));
          return attempt.apply(node).thenApplyAsync(check, question.recorder());
        });
  }

  private ProofOutcome store(Question question, Attempt attempt, Optional<GivenConsent> consent) {
    return proofs
        .record(question.caller(), subject(question.webhook()), question.method(), consent)
        .map(time -> ProofOutcome.proven(attempt, time))
        .orElseGet(() -> ProofOutcome.failed(attempt, ProofFailure.URL_CHANGED));
  }

  private ProofSubject subject(TestableWebhook webhook) {
    Subscription asked = webhook.webhook().subscription();
    return new ProofSubject(
        asked.accountId(), asked.webhookId(), asked.callbackUrl(cipher).toString());
  }
}
