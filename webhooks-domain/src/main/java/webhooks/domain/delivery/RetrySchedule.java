package webhooks.domain.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after each failed attempt.
 *
 * @param waits one for each attempt but the last
 * @param random numbers from 0 to 1 that spread the waits, so that retries don't come in lock-step
 */
public record RetrySchedule(List<Duration> waits, DoubleSupplier random) {
  private static final double JITTER = 0.2;

  /**
   * Returns the wait after the attempt of this number failed, within 20 % of the schedule's, or
   * empty if that was the last.
   *
   * @param number from 1
   */
  public Optional<Duration> delayAfter(int number) {
    if (number > waits.size()) {
      return Optional.empty();
    }
    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
    return Optional.of(Duration.ofMillis(Math.round(waits.get(number - 1).toMillis() * factor)));
  }
}
