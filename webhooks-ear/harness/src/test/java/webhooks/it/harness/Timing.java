package webhooks.it.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Measures a time again if it was too long.
 *
 * <p>A pause of the machine delays one measurement, a fault of the product delays all of them.
 */
public final class Timing {
  private static final int TIMES = 2;

  private Timing() {}

  /** Repeats the work until it takes less time than the limit. Returns the last time. */
  public static Duration of(Duration limit, Runnable work) {
    return within(
        limit,
        () -> {
          Instant begin = Instant.now();
          work.run();
          return Duration.between(begin, Instant.now());
        });
  }

  /** Repeats the measurement until the time is below the limit. Returns the last time. */
  public static Duration within(Duration limit, Supplier<Duration> measurement) {
    Duration taken = measurement.get();
    for (int i = 1; i < TIMES && taken.compareTo(limit) >= 0; i++) {
      Progress.say("took %s, longer than %s: measuring again", taken, limit);
      taken = measurement.get();
    }
    return taken;
  }
}
