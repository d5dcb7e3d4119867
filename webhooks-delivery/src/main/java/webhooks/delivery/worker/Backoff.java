package webhooks.delivery.worker;

import java.time.Duration;

/**
 * Waits after failures: 50 ms after the first, twice as long after each further one in a row, at
 * most two seconds. For one thread.
 */
public final class Backoff {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final StopSignal stop;
  private Duration next = FIRST_PAUSE;

  /** Creates a back-off whose pauses end early when the stop signal is set. */
  public Backoff(StopSignal stop) {
    this.stop = stop;
  }

  /** Waits, and makes the next pause longer. */
  public void pause() {
    stop.await(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
  }

  /** Makes the next pause the shortest one again. Call it after a success. */
  public void reset() {
    next = FIRST_PAUSE;
  }

  /** Returns whether there was no pause since the last success. */
  public boolean isFresh() {
    return next.equals(FIRST_PAUSE);
  }
}
