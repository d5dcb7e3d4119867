package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import webhooks.delivery.worker.StopSignal;

/**
 * Continues the recoveries that are too long for one request.
 *
 * <p>Works in steps, each a transaction of its own, and rests after each step for as long as the
 * step took, so that it uses at most half of one connection. Nodes share the work. For one thread.
 */
public final class ContinuedRecoveries implements Runnable {
  private final Supplier<Optional<UUID>> next;
  private final Predicate<UUID> step;
  private final StopSignal stop;

  /**
   * Creates the work, which ends between two steps when the stop signal is set.
   *
   * @param next takes the recovery that waits longest, by its webhook
   * @param step makes one step of it; returns false if there was nothing to do
   */
  public ContinuedRecoveries(Supplier<Optional<UUID>> next, Predicate<UUID> step, StopSignal stop) {
    this.next = next;
    this.step = step;
    this.stop = stop;
  }

  /** Makes steps until no recovery can be taken or continued, or delivery stops. */
  @Override
  public void run() {
    boolean more = true;
    while (more && !stop.isSet()) {
      long begin = System.nanoTime();
      more = next.get().filter(step).isPresent();
      if (more) {
        stop.await(Duration.ofNanos(System.nanoTime() - begin));
      }
    }
  }
}
