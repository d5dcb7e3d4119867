package webhooks.domain.delivery.history.recover;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RecoverySelection;

/**
 * A valid request to recover deliveries, or to count them.
 *
 * @param until the end of the period; empty means the present
 */
record RecoveryQuery(
    Instant since,
    Optional<Instant> until,
    Set<DeliveryStatus> statuses,
    RecoverySelection selection) {

  /**
   * Returns the recovery before its first step.
   *
   * @param now the database's time
   */
  Recovery recovery(UUID webhook, Instant now, UUID auditId) {
    return Recovery.of(webhook, since, until.orElse(now), inRecoveryOrder(), auditId)
        .of(selection)
        .withRetries(statuses.contains(DeliveryStatus.PENDING));
  }

  /**
   * Puts pending first, so that the recovery does not meet deliveries that it has just made
   * pending. Adds pending if cancelled deliveries are recovered: pending ones of an ended
   * activation may be cancelled during the recovery.
   */
  private List<DeliveryStatus> inRecoveryOrder() {
    Set<DeliveryStatus> all = EnumSet.copyOf(statuses);
    if (all.contains(DeliveryStatus.CANCELLED)) {
      all.add(DeliveryStatus.PENDING);
    }
    return List.copyOf(all);
  }
}
