package webhooks.domain.delivery;

import java.time.Duration;

/**
 * What an attempt means for its delivery.
 *
 * @param status the delivery's new status
 * @param retryIn the wait before the next attempt while pending, else zero
 */
public record Outcome(
    LeasedDelivery delivery, Attempt attempt, DeliveryStatus status, Duration retryIn) {

  /** Judges an attempt by the schedule. */
  public static Outcome of(LeasedDelivery delivery, Attempt attempt, RetrySchedule schedule) {
    if (attempt.succeeded()) {
      return new Outcome(delivery, attempt, DeliveryStatus.SUCCEEDED, Duration.ZERO);
    }
    return schedule
        .delayAfter(delivery.scheduled())
        .map(delay -> new Outcome(delivery, attempt, DeliveryStatus.PENDING, delay))
        .orElseGet(() -> new Outcome(delivery, attempt, DeliveryStatus.EXHAUSTED, Duration.ZERO));
  }
}
