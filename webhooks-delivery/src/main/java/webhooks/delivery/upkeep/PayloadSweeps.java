package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Optional;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads.Sweep;

/**
 * Erases the payloads that are older than the option {@code retention} of their webhook allows.
 *
 * <p>Works in batches, each a transaction of its own, and rests after each batch for as long as it
 * took, so that it uses at most half of one connection. Nodes share the webhooks, and each webhook
 * gets its turn. For one thread.
 */
public final class PayloadSweeps implements Runnable {
  private final ExpiredPayloads payloads;
  private final StopSignal stop;

  /** Returns the worker that erases old payloads. */
  public static Worker worker(ExpiredPayloads payloads, StopSignal stop) {
    return Worker.every(
        "Erasing old payloads", Duration.ofSeconds(2), stop, new PayloadSweeps(payloads, stop));
  }

  /** Creates the work, which ends between two batches when the stop signal is set. */
  PayloadSweeps(ExpiredPayloads payloads, StopSignal stop) {
    this.payloads = payloads;
    this.stop = stop;
  }

  /**
   * Looks at each webhook that is due.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  @Override
  public void run() {
    Optional<Sweep> sweep = DatabaseFailure.retryOnConflict(payloads::takeNext);
    while (sweep.isPresent() && !stop.isSet()) {
      sweep(sweep.get());
      sweep = DatabaseFailure.retryOnConflict(payloads::takeNext);
    }
  }

  private void sweep(Sweep begun) {
    Sweep reached = begun;
    while (!reached.isOver() && !stop.isSet()) {
      long begin = System.nanoTime();
      Sweep before = reached;
      reached = DatabaseFailure.retryOnConflict(() -> payloads.next(before));
      stop.await(Duration.ofNanos(System.nanoTime() - begin));
    }
    if (!reached.isOver()) {
      payloads.interrupt(reached);
    }
  }
}
