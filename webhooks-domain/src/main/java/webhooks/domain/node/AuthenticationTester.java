package webhooks.domain.node;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Requests a token for a webhook, so that its owner sees at once whether the issuer gives one.
 *
 * <p>The request is checked and limited like each token request, also for an inactive webhook, and
 * stores nothing but an audit entry, before it begins. No transaction is open meanwhile.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuthenticationTester {
  @EJB private AuditTrail audit;
  private WebhookAccess webhooks;
  private DirectSender sender;

  /** Creates the bean, for the container. */
  public AuthenticationTester() {}

  /** Creates the tester. */
  @Inject
  public AuthenticationTester(WebhookAccess webhooks, DirectSender sender) {
    this.webhooks = webhooks;
    this.sender = sender;
  }

  /** Creates the tester without a container, for tests. */
  AuthenticationTester(WebhookAccess webhooks, DirectSender sender, AuditTrail audit) {
    this(webhooks, sender);
    this.audit = audit;
  }

  /**
   * Requests a token once.
   *
   * @param webhookId from the path, not yet parsed
   * @param faults the faults of the request body
   * @return completed when the request has ended, on a thread that must not block; never fails
   * @throws Refusal {@code WebhookNotFound}; {@code InvalidRequest}, also if the webhook needs no
   *     token; {@code InsufficientPermissions}, also if the webhook is blocked; {@code
   *     ServiceUnavailable} while too many tests are in flight, or this node does not send
   */
  public CompletableFuture<TokenOutcome> test(Caller caller, String webhookId, List<Fault> faults) {
    webhooks.ownedIdForChange(caller, webhookId);
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot test the authentication. The request must have no body, or an empty object.");
    TestableWebhook webhook = webhooks.prepareTokenTest(caller, webhookId);
    return sender.testToken(
        caller.limitKey(), () -> audit.add(webhook.auditEntry()), webhook.webhook());
  }
}
