package webhooks.domain.delivery.history;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ListLimit;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookAccess;

/**
 * The use cases of delivery history: owners and administrators read a webhook's deliveries and
 * requeue one of them.
 *
 * <p>Starts no transaction itself, because a permission check may call another service. Each read
 * and each write is a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliveryHistory {
  @Inject private WebhookAccess webhooks;
  @Inject private StatisticsLimit limit;
  @Inject private FailureSums failures;
  @Inject private RequeueLimit requeueLimit;
  @Inject private ListLimit listLimit;
  @Inject private ShownPayloads payloads;
  @EJB private DeliveryHistoryRepository deliveries;
  @EJB private RequeueRepository requeues;
  @EJB private DeliveryStatisticsRepository deliveryStatistics;

  /**
   * Returns a delivery with its body and its attempts.
   *
   * @param webhookId from the path, not yet parsed
   * @param deliveryId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     DeliveryNotFound}, or {@code ServiceUnavailable} if too many lists are being read
   */
  public DeliveryDetail get(Caller caller, String webhookId, String deliveryId) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    return listLimit.read(caller.limitKey(), () -> find(webhook, deliveryId));
  }

  /**
   * Requeues a delivery of any status. Its retry schedule restarts.
   *
   * @param webhookId from the path, not yet parsed
   * @param deliveryId from the path, not yet parsed
   * @param faults the faults of the request body
   * @return the delivery after the requeue
   * @throws Refusal {@code WebhookNotFound}, {@code DeliveryNotFound}, {@code InvalidRequest} with
   *     all faults, if the webhook is inactive or if the delivery has too many attempts or no
   *     payload, {@code InsufficientPermissions}, {@code ServiceUnavailable} if too many requests
   *     requeue deliveries
   */
  public DeliverySummary redeliver(
      Caller caller, String webhookId, String deliveryId, List<Fault> faults) {
    UUID webhook = webhooks.ownedIdForChange(caller, webhookId);
    return requeueLimit.run(
        caller, webhook, () -> redeliver(caller, webhookId, webhook, deliveryId, faults));
  }

  private DeliverySummary redeliver(
      Caller caller, String webhookId, UUID webhook, String deliveryId, List<Fault> faults) {
    UUID delivery = find(webhook, deliveryId).delivery().id();
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot redeliver. The request must have no body, or an empty object.");
    AuditEntry entry =
        webhooks.requireRequeueable(caller, webhookId, AuditAction.DELIVERY_REDELIVERED);
    requeue(webhook, delivery, entry.withDetail("delivery=" + delivery));
    return find(webhook, deliveryId).delivery();
  }

  private void requeue(UUID webhook, UUID delivery, AuditEntry entry) {
    if (!DatabaseFailure.retryOnConflict(() -> requeues.redeliver(webhook, delivery, entry))) {
      // Throws DeliveryNotFound if the purge has deleted it meanwhile.
      DeliveryDetail found = find(webhook, delivery.toString());
      Faults faults = new Faults();
      if (found.body().isEmpty()) {
        faults.add(
            Fault.ofBody(FaultCode.PAYLOAD_ERASED, "The payload of the delivery is erased."));
        faults.refuseIfAny(
            ErrorCode.INVALID_REQUEST, "Cannot redeliver. The payload of the delivery is erased.");
      }
      faults.invalid(
          "attemptCount",
          "The delivery must have fewer than %d attempts.".formatted(DeliveryRules.MAX_ATTEMPTS));
      faults.refuseIfAny(
          ErrorCode.INVALID_REQUEST, "Cannot redeliver. The delivery has too many attempts.");
    }
  }

  /**
   * Returns the statistics of a webhook.
   *
   * @param webhookId from the path, not yet parsed
   * @param window the text {@code PT1H}, the default, or {@code P1D}
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest}, or {@code ServiceUnavailable} if too many statistics are being read or
   *     take too long
   */
  public DeliveryStatistics statistics(
      Caller caller, String webhookId, Optional<String> window, List<Fault> faults) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    StatisticsWindow checked = DeliveryHistoryRules.checkWindow(window, new Faults(faults));
    return limit.read(
        caller,
        () -> {
          // So the failure streak has the failures that this node has just recorded.
          failures.write();
          return deliveryStatistics.of(webhook, checked);
        });
  }

  private DeliveryDetail find(UUID webhook, String deliveryId) {
    return find(deliveries, payloads, webhook, deliveryId);
  }

  /**
   * Returns a delivery as it is shown.
   *
   * @throws Refusal {@code DeliveryNotFound}
   */
  public static DeliveryDetail find(
      DeliveryHistoryRepository deliveries,
      ShownPayloads payloads,
      UUID webhook,
      String deliveryId) {
    return Ids.parse(deliveryId)
        .flatMap(id -> deliveries.find(webhook, id))
        .map(found -> found.shownAs(payloads.of(webhook, found.body())))
        .orElseThrow(
            () ->
                new Refusal(ErrorCode.DELIVERY_NOT_FOUND, "Requested delivery is not available."));
  }
}
