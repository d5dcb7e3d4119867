package webhooks.domain.delivery;

import java.time.Duration;

/**
 * What an attempt means for its delivery.
 *
 * @param webhookVersion that of the webhook as the attempt was made by
 * @param status the delivery's new status
 * @param retryIn the wait before the next attempt while pending, else zero
 */
public record Outcome(
    LeasedDelivery delivery,
    Attempt attempt,
    long webhookVersion,
    DeliveryStatus status,
    Duration retryIn) {
  private static final int GONE = 410;

  /** Judges an attempt by the schedule; a receiver that asks for a longer wait is given it. */
  public static Outcome of(
      LeasedDelivery delivery, Attempt attempt, long webhookVersion, RetrySchedule schedule) {
    if (attempt.succeeded()) {
      return new Outcome(
          delivery, attempt, webhookVersion, DeliveryStatus.SUCCEEDED, Duration.ZERO);
    }
    return schedule
        .delayAfter(delivery.scheduled())
        .map(delay -> longer(delay, attempt.retryAfter().orElse(Duration.ZERO)))
        .map(delay -> new Outcome(delivery, attempt, webhookVersion, DeliveryStatus.PENDING, delay))
        .orElseGet(
            () ->
                new Outcome(
                    delivery, attempt, webhookVersion, DeliveryStatus.EXHAUSTED, Duration.ZERO));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * Returns this outcome with the status that the database recorded: pending, if a deactivation
   * ended the delivery whose last attempt failed, or if it was requeued in the meantime.
   */
  public Outcome withStatus(DeliveryStatus stored) {
    return stored == status
        ? this
        : new Outcome(delivery, attempt, webhookVersion, stored, retryIn);
  }

  /** Returns whether the receiver answered that it is gone for good (status 410). */
  public boolean receiverIsGone() {
    return attempt.statusCode().orElse(0) == GONE;
  }
}
