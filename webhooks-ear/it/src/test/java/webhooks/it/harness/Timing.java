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

  /** Does work until it took less time than the limit, but not for ever; returns the last time. */
  public static Duration of(Duration limit, Runnable work) {
    return within(
        limit,
        () -> {
          Instant begin = Instant.now();
          work.run();
          return Duration.between(begin, Instant.now());
        });
  }

  /** Takes a time until it is shorter than the limit, but not for ever; returns the last. */
  public static Duration within(Duration limit, Supplier<Duration> measurement) {
    Duration taken = measurement.get();
    for (int i = 1; i < TIMES && taken.compareTo(limit) >= 0; i++) {
      Progress.say("took %s where %s is the limit: once more", taken, limit);
      taken = measurement.get();
    }
    return taken;
  }
}
