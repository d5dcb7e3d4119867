package webhooks.delivery.worker;

import java.time.Duration;

/** Waits longer after each failure in a row, up to two seconds. For one thread. */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final StopSignal stop;
  private Duration next = FIRST;

  /** Creates a back-off that ends early when it is time to stop. */
  public Backoff(StopSignal stop) {
    this.stop = stop;
  }

  /** Waits. */
  public void pause() {
    stop.await(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Starts anew after a success. */
  public void reset() {
    next = FIRST;
  }

  /** Tells whether nothing failed since the last success. */
  public boolean isFresh() {
    return next.equals(FIRST);
  }
}
