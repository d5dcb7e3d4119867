package webhooks.domain.event;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.node.DirectSender;
import webhooks.domain.page.Timestamps;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.WebhookAccess.TestableWebhook;

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
  private static final byte[] CONTENT =
      "{\"message\":\"This event tests a webhook. Nothing happened.\"}"
          .getBytes(StandardCharsets.UTF_8);

  @EJB private AuditTrail audit;
  private WebhookAccess webhooks;
  private DirectSender sender;
  private Settings settings;
  private Clock clock;

  /** Creates the bean, for the container. */
  public TestEventSender() {}

  /** Creates the sender. */
  @Inject
  public TestEventSender(
      WebhookAccess webhooks, DirectSender sender, Settings settings, Clock clock) {
    this.webhooks = webhooks;
    this.sender = sender;
    this.settings = settings;
    this.clock = clock;
  }

  /** Creates the sender without a container, for tests. */
  TestEventSender(
      WebhookAccess webhooks,
      DirectSender sender,
      Settings settings,
      Clock clock,
      AuditTrail audit) {
    this(webhooks, sender, settings, clock);
    this.audit = audit;
  }

  /**
   * Sends a test event in one attempt.
   *
   * @param webhookId from the path, not yet parsed
   * @param faults the faults of the request body
   * @return completed when the attempt has ended, on a thread that must not block; never fails
   * @throws Refusal {@code WebhookNotFound}; {@code InvalidRequest}; {@code
   *     InsufficientPermissions}, also if the webhook is blocked; {@code ServiceUnavailable} while
   *     too many tests are in flight, or this node does not send
   */
  public CompletableFuture<Attempt> send(Caller caller, String webhookId, List<Fault> faults) {
    webhooks.ownedIdForChange(caller, webhookId);
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot test the webhook. The request must have no body, or an empty object.");
    TestableWebhook webhook = webhooks.prepareTest(caller, webhookId);
    return sender.send(
        caller.limitKey(),
        () -> {
          // Commits before the attempt, so that no test is without an entry.
          audit.add(webhook.auditEntry());
          return delivery(webhook);
        },
        webhook.webhook());
  }

  private LeasedDelivery delivery(TestableWebhook webhook) {
    UUID messageId = Ids.next();
    String now = Timestamps.utcMillis(clock.instant());
    byte[] body =
        new EventPayload(CONTENT, now).bodyBeginning(messageId, EventTypes.TEST, webhook.scopeId());
    Subscription subscription = webhook.webhook().subscription();
    Lease lease =
        Lease.starting(settings.delivery().lease()).withTimeout(subscription.flow().timeout());
    return new LeasedDelivery(
        Ids.next(),
        subscription.webhookId(),
        subscription.activation(),
        1,
        1,
        EventBody.of(messageId, body),
        lease);
  }
}
