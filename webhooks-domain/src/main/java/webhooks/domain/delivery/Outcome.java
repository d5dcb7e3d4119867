package webhooks.domain.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * The effect of an attempt on its delivery.
 *
 * @param webhookVersion the version of the webhook that the attempt was made with
 * @param status the new status of the delivery
 * @param retryIn the wait before the next attempt; zero if there is none or the attempt is excused
 */
public record Outcome(
    LeasedDelivery delivery,
    Attempt attempt,
    long webhookVersion,
    DeliveryStatus status,
    Duration retryIn) {
  private static final int GONE = 410;

  /**
   * Returns the outcome of an attempt by the retry schedule. The next attempt is made later if the
   * receiver asked for a longer wait. An excused attempt is repeated at once. After a failure that
   * is final, or has a final status, there is none.
   */
  public static Outcome of(
      LeasedDelivery delivery, Attempt attempt, long webhookVersion, RetrySchedule schedule) {
    if (attempt.succeeded()) {
      return new Outcome(
          delivery, attempt, webhookVersion, DeliveryStatus.SUCCEEDED, Duration.ZERO);
    }
    if (isExcused(delivery, attempt)) {
      return new Outcome(delivery, attempt, webhookVersion, DeliveryStatus.PENDING, Duration.ZERO);
    }
    return (attempt.isFinal() || schedule.isFinal(attempt.statusCode())
            ? Optional.<Duration>empty()
            : schedule.delayAfter(delivery.scheduled()))
        .map(delay -> longer(delay, attempt.retryAfter().orElse(Duration.ZERO)))
        .map(delay -> new Outcome(delivery, attempt, webhookVersion, DeliveryStatus.PENDING, delay))
        .orElseGet(
            () ->
                new Outcome(
                    delivery, attempt, webhookVersion, DeliveryStatus.EXHAUSTED, Duration.ZERO));
  }

  private static boolean isExcused(LeasedDelivery delivery, Attempt attempt) {
    return attempt.nodeWasBusy() && delivery.number() <= DeliveryRules.MAX_EXCUSED;
  }

  /**
   * Returns whether the failure does not count, because this node was too busy for the attempt. The
   * delivery is due again at once, and the retry schedule stays where it is.
   */
  public boolean isExcused() {
    return isExcused(delivery, attempt);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * Returns this outcome with the status that the database recorded. The delivery can still be
   * pending there although the attempt would end it: if more attempts were requested, or if the
   * attempt failed and the webhook was deactivated meanwhile.
   */
  public Outcome withStatus(DeliveryStatus stored) {
    return stored == status
        ? this
        : new Outcome(delivery, attempt, webhookVersion, stored, retryIn);
  }

  /**
   * Returns whether no delivery of the webhook may start until this is recorded: the receiver asked
   * for a pause, or is gone.
   */
  public boolean isPausing() {
    return attempt.retryAfter().isPresent() || receiverIsGone();
  }

  /** Returns whether the receiver answered that it is gone for good (status 410). */
  public boolean receiverIsGone() {
    return attempt.statusCode().orElse(0) == GONE;
  }
}
