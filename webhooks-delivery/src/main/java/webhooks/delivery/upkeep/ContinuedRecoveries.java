package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import webhooks.delivery.worker.StopSignal;

/**
 * Continues the recoveries that are too long for one request.
 *
 * <p>Works in steps, each a transaction of its own, and rests after each step for as long as the
 * step took, so that it uses at most half of one connection. Nodes share the work. For one thread.
 */
public final class ContinuedRecoveries implements Runnable {
  private final BooleanSupplier step;
  private final StopSignal stop;

  /**
   * Creates the work, which ends between two steps when the stop signal is set.
   *
   * @param step makes one step; returns false if there is nothing to do
   */
  public ContinuedRecoveries(BooleanSupplier step, StopSignal stop) {
    this.step = step;
    this.stop = stop;
  }

  /** Makes steps until all recoveries are finished. */
  @Override
  public void run() {
    boolean more = true;
    while (more && !stop.isSet()) {
      long begin = System.nanoTime();
      more = step.getAsBoolean();
      if (more) {
        stop.await(Duration.ofNanos(System.nanoTime() - begin));
      }
    }
  }
}
