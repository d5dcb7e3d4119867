package webhooks.domain.delivery.history;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ListLimit;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RecoveryRepository;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.admin.WebhookAdministration;

/**
 * The use cases of delivery history: owners and administrators read a webhook's deliveries and
 * requeue them.
 *
 * <p>Starts no transaction itself, because a permission check may call another service. Each read
 * and each write is a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliveryHistory {
  /** How many steps of a recovery a request makes itself: one for each status, and one more. */
  private static final int MAX_STEPS = 4;

  @Inject private WebhookAccess webhooks;
  @Inject private StatisticsLimit limit;
  @Inject private FailureSums failures;
  @Inject private RequeueLimit requeueLimit;
  @Inject private ListLimit listLimit;
  @Inject private ShownPayloads payloads;
  @EJB private WebhookAdministration allWebhooks;
  @EJB private DeliveryHistoryRepository deliveries;
  @EJB private RequeueRepository requeues;
  @EJB private RecoveryRepository recoveries;
  @EJB private DeliveryStatisticsRepository deliveryStatistics;

  /**
   * Returns a page of a webhook's deliveries, newest first.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many lists are being
   *     read
   */
  public Page<DeliverySummary> list(Caller caller, String webhookId, ListDeliveries request) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    DeliveryHistoryRules.DeliveryListQuery query = DeliveryHistoryRules.check(request);
    return listLimit.read(caller.limitKey(), () -> deliveries.page(webhook, query));
  }

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
   * Requeues deliveries that did not succeed, or have not yet. Their retry schedules restart.
   *
   * <p>Works in steps, each a transaction. This request makes a few steps. Nodes make the others in
   * the background, also if a step of the request fails.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults or if the
   *     webhook is inactive, {@code InsufficientPermissions}, {@code ServiceUnavailable} while an
   *     earlier recovery of the webhook runs or too many requests requeue deliveries
   */
  public RecoveryProgress recover(Caller caller, String webhookId, RecoverDeliveries request) {
    UUID webhook = webhooks.ownedIdForChange(caller, webhookId);
    DeliveryHistoryRules.RecoveryQuery recovery = DeliveryHistoryRules.check(request);
    return requeueLimit.run(
        caller,
        webhook,
        () ->
            recover(
                webhook,
                recovery,
                webhooks.requireRequeueable(caller, webhookId, AuditAction.DELIVERIES_RECOVERED)));
  }

  /**
   * Requeues deliveries of any webhook, for an administrator of the product.
   *
   * @param webhookId from the path, not yet parsed
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults or if the
   *     webhook is inactive, {@code InsufficientPermissions}, {@code ServiceUnavailable} while an
   *     earlier recovery of the webhook runs or too many requests requeue deliveries
   */
  public RecoveryProgress recoverAsAdmin(
      Caller caller, String webhookId, RecoverDeliveries request) {
    UUID webhook = allWebhooks.get(caller, webhookId).id();
    DeliveryHistoryRules.RecoveryQuery recovery = DeliveryHistoryRules.check(request);
    return requeueLimit.run(
        caller,
        webhook,
        () ->
            recover(
                webhook,
                recovery,
                allWebhooks.requireRequeueable(
                    caller, webhookId, AuditAction.DELIVERIES_RECOVERED)));
  }

  private RecoveryProgress recover(
      UUID webhook, DeliveryHistoryRules.RecoveryQuery query, AuditEntry entry) {
    return begin(
        recoveries,
        Recovery.of(
                webhook,
                query.since(),
                query.until().orElseGet(requeues::now),
                inRecoveryOrder(query.statuses()),
                entry.id())
            .ofType(query.eventType())
            .withRetries(query.statuses().contains(DeliveryStatus.PENDING)),
        entry);
  }

  /**
   * Stores a recovery and makes its first steps. A second request at the same time can't store its
   * own, and so is refused before it requeues anything.
   */
  static RecoveryProgress begin(
      RecoveryRepository recoveries, Recovery recovery, AuditEntry entry) {
    if (recoveries.find(recovery.webhookId()).filter(last -> !last.isFinished()).isPresent()) {
      throw RecoveryRepository.stillRunning();
    }
    recoveries.add(recovery, entry);
    Recovery reached = recovery;
    for (int steps = 0; steps < MAX_STEPS && !reached.isFinished(); steps++) {
      Recovery before = reached;
      reached = DatabaseFailure.retryOnConflict(() -> recoveries.step(before));
    }
    return new RecoveryProgress(reached.recovered(), reached.erased(), reached.isFinished());
  }

  /**
   * Puts pending first, so that the recovery does not meet deliveries that it has just made
   * pending. Adds pending if cancelled deliveries are recovered: pending ones of an ended
   * activation may be cancelled during the recovery.
   */
  private static List<DeliveryStatus> inRecoveryOrder(Collection<DeliveryStatus> statuses) {
    Set<DeliveryStatus> all = EnumSet.copyOf(statuses);
    if (all.contains(DeliveryStatus.CANCELLED)) {
      all.add(DeliveryStatus.PENDING);
    }
    return List.copyOf(all);
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
  static DeliveryDetail find(
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
