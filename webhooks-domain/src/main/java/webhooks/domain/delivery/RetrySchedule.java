package webhooks.domain.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import webhooks.domain.option.attempt.Retry;

/**
 * The waits after failed attempts.
 *
 * @param waits one wait for each attempt but the last
 * @param finalStatuses the statuses after which no attempt follows
 * @param random returns numbers from 0 to 1 that spread the waits, so that retries of many
 *     deliveries don't come at the same time
 */
public record RetrySchedule(
    List<Duration> waits, List<Integer> finalStatuses, DoubleSupplier random) {
  private static final double JITTER = 0.2;

  /** Creates a schedule that no status ends. */
  public RetrySchedule(List<Duration> waits, DoubleSupplier random) {
    this(waits, List.of(), random);
  }

  /** Returns the schedule of a webhook with this option, or this schedule if there is none. */
  public RetrySchedule with(Optional<Retry> option) {
    return option.isEmpty()
        ? this
        : new RetrySchedule(
            option.get().waits().orElse(waits), option.get().finalStatuses(), random);
  }

  /** Returns whether no attempt follows one that was answered with this status. */
  public boolean isFinal(OptionalInt statusCode) {
    return statusCode.isPresent() && finalStatuses.contains(statusCode.getAsInt());
  }

  /**
   * Returns the wait after a failed attempt, within 20 % of the scheduled one; empty if it was the
   * last attempt.
   *
   * @param number the number of the attempt, from 1
   */
  public Optional<Duration> delayAfter(int number) {
    if (number > waits.size()) {
      return Optional.empty();
    }
    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
    return Optional.of(Duration.ofMillis(Math.round(waits.get(number - 1).toMillis() * factor)));
  }
}
