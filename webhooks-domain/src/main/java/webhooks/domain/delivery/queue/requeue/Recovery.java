package webhooks.domain.delivery.queue.requeue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.page.Cursor;

/**
 * A recovery of a webhook's deliveries, which runs in steps.
 *
 * @param since the start of the period, included
 * @param until the end of the period, excluded
 * @param statuses the statuses that are still to be recovered, the current one first; none if the
 *     recovery is finished
 * @param after the next step begins after this cursor
 * @param recovered how many deliveries are requeued so far
 * @param erased how many deliveries are left out so far because their payloads are erased
 * @param auditId the id of the audit entry, whose detail is the number of requeued deliveries
 * @param selection which deliveries of the period are recovered
 * @param withRetries whether pending deliveries that wait for a retry are recovered too, and not
 *     only pending deliveries of an ended activation
 */
public record Recovery(
    UUID webhookId,
    Instant since,
    Instant until,
    List<DeliveryStatus> statuses,
    Cursor after,
    long recovered,
    long erased,
    UUID auditId,
    RecoverySelection selection,
    boolean withRetries) {

  /** Returns a recovery before its first step. */
  public static Recovery of(
      UUID webhookId, Instant since, Instant until, List<DeliveryStatus> statuses, UUID auditId) {
    return new Recovery(
        webhookId,
        since,
        until,
        statuses,
        Cursor.before(since),
        0,
        0,
        auditId,
        RecoverySelection.ALL,
        false);
  }

  /** Returns this recovery for some of the deliveries. */
  public Recovery of(RecoverySelection selected) {
    return new Recovery(
        webhookId,
        since,
        until,
        statuses,
        after,
        recovered,
        erased,
        auditId,
        selected,
        withRetries);
  }

  /** Returns this recovery, which also ends the waits for retries if the argument is true. */
  public Recovery withRetries(boolean retries) {
    return new Recovery(
        webhookId, since, until, statuses, after, recovered, erased, auditId, selection, retries);
  }

  /** Returns whether no step is left: all matching deliveries are requeued, or it was ended. */
  public boolean isFinished() {
    return statuses.isEmpty();
  }

  /** Returns this recovery after a step. */
  public Recovery after(RequeueRepository.RecoveryStep step) {
    List<DeliveryStatus> left =
        step.next().isPresent() ? statuses : statuses.subList(1, statuses.size());
    return new Recovery(
        webhookId,
        since,
        until,
        left,
        step.next().orElseGet(() -> Cursor.before(since)),
        recovered + step.count(),
        erased + step.erased(),
        auditId,
        selection,
        withRetries);
  }

  /** Returns this recovery, ended without further steps. */
  Recovery ended() {
    return new Recovery(
        webhookId,
        since,
        until,
        List.of(),
        after,
        recovered,
        erased,
        auditId,
        selection,
        withRetries);
  }
}
