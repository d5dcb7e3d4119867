package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.PendingDeliveries;

/**
 * Counts pending deliveries, for the metrics and for the operators' events about the backlog.
 *
 * <p>Counting takes longer the more deliveries are pending. After each count, failed or not, the
 * meter skips runs for twenty times as long as the count took, so that it is never a burden. One
 * worker runs it.
 */
public final class BacklogMeter implements Runnable {
  private static final long REST_FACTOR = 20;

  private final DeliveryQueue queue;
  private final Consumer<Optional<PendingDeliveries>> listener;
  private final LongSupplier nanoTime;
  private long next;

  /** Returns the worker that counts. The listener gets each count, as in the constructor. */
  public static Worker worker(
      DeliveryQueue queue, Consumer<Optional<PendingDeliveries>> listener, StopSignal stop) {
    return Worker.every(
        "Measuring the backlog", Duration.ofSeconds(5), stop, new BacklogMeter(queue, listener));
  }

  /** Creates a meter. The listener gets each count; it is empty if the count failed. */
  BacklogMeter(DeliveryQueue queue, Consumer<Optional<PendingDeliveries>> listener) {
    this(queue, listener, System::nanoTime);
  }

  BacklogMeter(
      DeliveryQueue queue, Consumer<Optional<PendingDeliveries>> listener, LongSupplier nanoTime) {
    this.queue = queue;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  /** Counts, unless the last count is too recent. */
  @Override
  public void run() {
    long begin = nanoTime.getAsLong();
    if (begin - next >= 0) {
      Optional<PendingDeliveries> counted = Optional.empty();
      try {
        counted = Optional.of(queue.pendingDeliveries());
      } finally {
        // After a failure, too: a count that is too slow must not be repeated at once.
        long end = nanoTime.getAsLong();
        next = end + REST_FACTOR * (end - begin);
        listener.accept(counted);
      }
    }
  }
}
