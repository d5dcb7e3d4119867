package webhooks.it.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A time that is taken again where it was too long.
 *
 * <p>A machine that stands still for a moment draws one of them out, a fault of the product all.
 */
public final class Timing {
  private static final int TIMES = 2;

  private Timing() {}

  /** Repeats work until it takes less time than the limit, a few times; returns the last time. */
  public static Duration of(Duration limit, Runnable work) {
    return within(
        limit,
        () -> {
          Instant begin = Instant.now();
          work.run();
          return Duration.between(begin, Instant.now());
        });
  }

  /** Measures until the time is shorter than the limit, a few times; returns the last time. */
  public static Duration within(Duration limit, Supplier<Duration> measurement) {
    Duration taken = measurement.get();
    for (int i = 1; i < TIMES && taken.compareTo(limit) >= 0; i++) {
      Progress.say("took %s where %s is the limit: once more", taken, limit);
      taken = measurement.get();
    }
    return taken;
  }
}
