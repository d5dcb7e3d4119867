package webhooks.domain.event.direct;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.TestEvent;
import webhooks.domain.node.DirectSender;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Sends a test event to a webhook, so that its owner sees the receiver's response at once.
 *
 * <p>The test is signed, checked and limited like each delivery. It makes one attempt, also for an
 * inactive webhook, and stores nothing but an audit entry, before the attempt. No transaction is
 * open during the attempt, which may take as long as the time-out.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TestEventSender {
  @EJB private AuditTrail audit;
  private WebhookAccess webhooks;
  private DirectSender sender;
  private DirectDeliveries deliveries;
  private EventTypes catalogue;

  /** Creates the bean, for the container. */
  public TestEventSender() {}

  /** Creates the sender. */
  @Inject
  public TestEventSender(
      WebhookAccess webhooks,
      DirectSender sender,
      DirectDeliveries deliveries,
      EventTypes catalogue) {
    this.webhooks = webhooks;
    this.sender = sender;
    this.deliveries = deliveries;
    this.catalogue = catalogue;
  }

  /** Creates the sender without a container, for tests. */
  TestEventSender(
      WebhookAccess webhooks,
      DirectSender sender,
      DirectDeliveries deliveries,
      EventTypes catalogue,
      AuditTrail audit) {
    this(webhooks, sender, deliveries, catalogue);
    this.audit = audit;
  }

  /**
   * Sends a test event in one attempt.
   *
   * @param webhookId from the path, not yet parsed
   * @param request the type and the content of the event
   * @return completed when the attempt has ended, on a thread that must not block; never fails
   * @throws Refusal {@code WebhookNotFound}; {@code InvalidRequest}; {@code
   *     InsufficientPermissions}, also if the webhook is blocked; {@code ServiceUnavailable} while
   *     too many tests are in flight, or this node does not send
   */
  public CompletableFuture<Attempt> send(Caller caller, String webhookId, TestEvent request) {
    webhooks.ownedIdForChange(caller, webhookId);
    new Faults(request.faults())
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot test the webhook. The request must have no body, or an object with a type of"
                + " events, a content, or both.");
    TestableWebhook webhook = webhooks.prepareTest(caller, webhookId, AuditAction.WEBHOOK_TESTED);
    String type = request.eventType().orElse(EventTypes.TEST);
    return sender.send(
        caller.limitKey(),
        () -> {
          // Commits before the attempt, so that no test is without an entry.
          audit.add(webhook.auditEntry());
          return deliveries.make(
              webhook, type, request.content().orElseGet(() -> catalogue.example(type)));
        },
        webhook.webhook());
  }
}
