package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.queue.requeue.RecoveryRepository;
import webhooks.domain.event.erasure.Erasures;

/**
 * Continues work that is too long for one request: recoveries, and erasures of events.
 *
 * <p>Works in steps, each a transaction of its own, and rests after each step for as long as the
 * step took, so that it uses at most half of one connection. Nodes share the work. For one thread.
 */
public final class ContinuedSteps implements Runnable {
  private final Supplier<Optional<UUID>> next;
  private final Predicate<UUID> step;
  private final StopSignal stop;

  /** Returns the worker that continues recoveries. */
  public static Worker ofRecoveries(RecoveryRepository recoveries, StopSignal stop) {
    return worker(
        "Recovering deliveries",
        new ContinuedSteps(recoveries::takeNext, recoveries::continueOf, stop));
  }

  /** Returns the worker that continues erasures of events. */
  public static Worker ofErasures(Erasures erasures, StopSignal stop) {
    return worker(
        "Erasing events", new ContinuedSteps(erasures::takeNext, erasures::continueOf, stop));
  }

  private static Worker worker(String name, ContinuedSteps steps) {
    return Worker.every(name, Duration.ofSeconds(1), steps.stop, steps);
  }

  /**
   * Creates the work, which ends between two steps when the stop signal is set.
   *
   * @param next takes the piece of work that waits longest, by its id
   * @param step makes one step of it; returns false if there was nothing to do
   */
  public ContinuedSteps(Supplier<Optional<UUID>> next, Predicate<UUID> step, StopSignal stop) {
    this.next = next;
    this.step = step;
    this.stop = stop;
  }

  /** Makes steps until none can be taken or continued, or delivery stops. */
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
