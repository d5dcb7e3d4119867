package webhooks.domain.delivery.history.reconcile;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.delivery.history.RequeueLimit;
import webhooks.domain.delivery.history.reconcile.Reconciled.DifferingHour;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Compares the events of a receiver with the deliveries of its webhook, and requeues the missing
 * ones.
 *
 * <p>Starts no transaction itself: it reads and requeues in batches, each a transaction. If it
 * fails between two batches, the caller repeats the request. The deliveries that are requeued are
 * pending then, and are not requeued again.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Reconciliation {
  private static final int MAX_BATCH = 1000;

  @Inject private WebhookAccess webhooks;
  @Inject private ReconcileLimit limit;
  @Inject private RequeueLimit requeueLimit;
  @Inject private Settings settings;
  @EJB private ReconcileRepository deliveries;
  @EJB private RequeueRepository requeues;

  /** Creates the bean, for the container. */
  public Reconciliation() {}

  /** Creates the use case without a container, for tests. */
  Reconciliation(
      WebhookAccess webhooks,
      RequeueLimit requeueLimit,
      Settings settings,
      ReconcileRepository deliveries,
      RequeueRepository requeues) {
    this.webhooks = webhooks;
    this.limit = new ReconcileLimit();
    this.requeueLimit = requeueLimit;
    this.settings = settings;
    this.deliveries = deliveries;
    this.requeues = requeues;
  }

  /**
   * Compares hours, and requeues the missing events of the hours that differ if the request names
   * the ids that the receiver has.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, if the webhook
   *     is inactive, or if the period has too many events, {@code InsufficientPermissions}, {@code
   *     ServiceUnavailable} if too many requests reconcile or requeue deliveries, or it takes too
   *     long
   */
  public Reconciled reconcile(Caller caller, String webhookId, ReconcileDeliveries request) {
    UUID webhook = webhooks.ownedIdForChange(caller, webhookId);
    ReconcileQuery query = ReconcileRules.check(request, requeues.now(), settings.retention());
    AuditEntry entry =
        webhooks.requireRequeueable(caller, webhookId, AuditAction.DELIVERIES_RECONCILED);
    return limit.run(caller, () -> reconcile(caller, webhook, query, entry));
  }

  private Reconciled reconcile(
      Caller caller, UUID webhook, ReconcileQuery query, AuditEntry entry) {
    PeriodScan scan = new PeriodScan(webhook, deliveries, System::nanoTime);
    try {
      HourComparison comparison = new HourComparison(query.hours());
      scan.read(query.since(), query.until(), comparison::add);
      List<DifferingHour> hours = comparison.differing();
      if (query.messageIds().isEmpty()) {
        return new Reconciled(hours, OptionalLong.empty(), OptionalLong.empty());
      }
      MissingEvents missing = new MissingEvents(hours, query.messageIds().get());
      scan.read(query.since(), query.until(), missing::add);
      long redelivered =
          requeueLimit.run(caller, webhook, () -> requeue(webhook, missing.finished(), entry));
      return new Reconciled(
          hours, OptionalLong.of(redelivered), OptionalLong.of(missing.pending()));
    } catch (DatabaseFailure e) {
      throw QueryTime.isOver(e) ? PeriodScan.tooSlow() : e;
    }
  }

  /** Writes the audit entry with each batch, so that its count holds whatever follows. */
  private long requeue(UUID webhook, List<UUID> missing, AuditEntry entry) {
    long redelivered = 0;
    for (int from = 0; from < missing.size(); from += MAX_BATCH) {
      List<UUID> batch = missing.subList(from, Math.min(from + MAX_BATCH, missing.size()));
      long before = redelivered;
      redelivered +=
          DatabaseFailure.retryOnConflict(
              () -> requeues.redeliverAll(webhook, batch, before, entry));
    }
    return redelivered;
  }
}
