package webhooks.domain.delivery.history.recover;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.RequeueLimit;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RecoveryRepository;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.delivery.queue.requeue.RequeueRepository.RecoveryStep;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.option.OptionSupport;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.admin.WebhookAdministration;

/**
 * The use cases of recoveries: owners and administrators requeue many deliveries of a webhook,
 * count them first, and see how far the recovery has come.
 *
 * <p>Starts no transaction itself, because a permission check may call another service. Each read
 * and each step is a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliveryRecovery {
  /**
   * How many steps of a recovery a request makes itself, however long they take: one for each
   * status, and one more.
   */
  private static final int MAX_STEPS = 4;

  /** How many steps a count reads, of at most 1,000 deliveries each. */
  private static final int MAX_COUNTED_STEPS = 10;

  /** All steps of a recovery by message ids, of which a step looks up a hundred. */
  private static final int MAX_MESSAGE_STEPS = 33;

  /** The time after which a request makes no step of a recovery beyond {@link #MAX_STEPS}. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final long MAX_COUNT = 10_000;

  private static final long MAX_COUNT_NANOS = 2_000_000_000L;

  @Inject private WebhookAccess webhooks;
  @Inject private StatisticsLimit limit;
  @Inject private RequeueLimit requeueLimit;
  @Inject private OptionSupport support;
  @EJB private WebhookAdministration allWebhooks;
  @EJB private RequeueRepository requeues;
  @EJB private RecoveryRepository recoveries;

  /**
   * Requeues deliveries that did not succeed, or have not yet. Their retry schedules restart.
   *
   * <p>Works in steps, each a transaction. This request makes a few steps, and of a recovery by
   * message ids as many as it has time for. Nodes make the others in the background, also if a step
   * of the request fails.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults or if the
   *     webhook is inactive, {@code InsufficientPermissions}, {@code ServiceUnavailable} while an
   *     earlier recovery of the webhook or a node of an earlier version runs, or too many requests
   *     requeue deliveries
   */
  public RecoveryProgress recover(Caller caller, String webhookId, RecoverDeliveries request) {
    UUID webhook = webhooks.ownedIdForChange(caller, webhookId);
    RecoveryQuery recovery = check(request);
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
   *     earlier recovery of the webhook or a node of an earlier version runs, or too many requests
   *     requeue deliveries
   */
  public RecoveryProgress recoverAsAdmin(
      Caller caller, String webhookId, RecoverDeliveries request) {
    UUID webhook = allWebhooks.get(caller, webhookId).id();
    RecoveryQuery recovery = check(request);
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

  /** Checks a request. A node of an earlier version would not know which deliveries to take. */
  private RecoveryQuery check(RecoverDeliveries request) {
    RecoveryQuery query = RecoveryRules.check(request, "recover");
    if (query.selection().isNew() && !support.isOfAllNodes()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Deliveries can be recovered by error, status code or message id only when no node of"
              + " an earlier version runs. Try again later.");
    }
    return query;
  }

  private RecoveryProgress recover(UUID webhook, RecoveryQuery query, AuditEntry entry) {
    return begin(recoveries, query.recovery(webhook, requeues.now(), entry.id()), entry, MAX_TIME);
  }

  /**
   * Stores a recovery and makes its first steps. A second request at the same time can't store its
   * own, and so is refused before it requeues anything.
   *
   * @param maxTime how long it makes the further steps of a recovery by message ids, whose number
   *     is bounded
   */
  static RecoveryProgress begin(
      RecoveryRepository recoveries, Recovery recovery, AuditEntry entry, Duration maxTime) {
    if (recoveries.find(recovery.webhookId()).filter(last -> !last.isFinished()).isPresent()) {
      throw RecoveryRepository.stillRunning();
    }
    recoveries.add(recovery, entry);
    Recovery reached = recovery;
    long end = System.nanoTime() + maxTime.toNanos();
    int maxSteps = recovery.selection().messageIds().isEmpty() ? MAX_STEPS : MAX_MESSAGE_STEPS;
    for (int steps = 0;
        steps < maxSteps
            && !reached.isFinished()
            && (steps < MAX_STEPS || System.nanoTime() - end < 0);
        steps++) {
      Recovery before = reached;
      reached = DatabaseFailure.retryOnConflict(() -> recoveries.step(before));
    }
    return progress(reached);
  }

  private static RecoveryProgress progress(Recovery recovery) {
    return new RecoveryProgress(recovery.recovered(), recovery.erased(), recovery.isFinished());
  }

  /**
   * Returns how many deliveries a recovery would requeue now.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many statistics are
   *     being read or take too long
   */
  public DeliveryCount count(Caller caller, String webhookId, RecoverDeliveries request) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    RecoveryQuery query = RecoveryRules.check(request, "count");
    return limit.read(
        caller, () -> count(requeues, query.recovery(webhook, requeues.now(), Ids.next())));
  }

  /** Counts what the recovery still takes, until the number of steps or the time is over. */
  static DeliveryCount count(RequeueRepository requeues, Recovery recovery) {
    long end = System.nanoTime() + MAX_COUNT_NANOS;
    int maxSteps =
        recovery.selection().messageIds().isEmpty() ? MAX_COUNTED_STEPS : MAX_MESSAGE_STEPS;
    Recovery reached = recovery;
    for (int steps = 0;
        steps < maxSteps && !reached.isFinished() && System.nanoTime() - end < 0;
        steps++) {
      RecoveryStep step = requeues.preview(reached);
      reached = reached.after(step);
    }
    long count = reached.recovered() - recovery.recovered();
    return new DeliveryCount(
        Math.min(count, MAX_COUNT), reached.isFinished() && count <= MAX_COUNT);
  }

  /**
   * Returns how far the latest recovery of a webhook has come.
   *
   * @param webhookId from the path, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest}, or {@code ServiceUnavailable} if too many statistics are being read or
   *     take too long
   */
  public RecoveryState state(Caller caller, String webhookId, List<Fault> faults) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot read the recovery. Make sure the query parameters are valid.");
    return limit.read(
        caller, () -> recoveries.find(webhook).map(this::state).orElse(RecoveryState.NONE));
  }

  private RecoveryState state(Recovery recovery) {
    return new RecoveryState(
        progress(recovery),
        recovery.isFinished() ? Optional.empty() : Optional.of(count(requeues, recovery)));
  }
}
