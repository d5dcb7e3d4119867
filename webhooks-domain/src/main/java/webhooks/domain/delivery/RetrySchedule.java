package webhooks.domain.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The waits after failed attempts.
 *
 * @param waits one wait for each attempt but the last
 * @param random returns numbers from 0 to 1 that spread the waits, so that retries of many
 *     deliveries don't come at the same time
 */
public record RetrySchedule(List<Duration> waits, DoubleSupplier random) {
  private static final double JITTER = 0.2;

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
