package webhooks.delivery.upkeep;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.PendingDeliveries;

/**
 * Looks how much is still to be delivered, for the metrics. That takes as long as the backlog:
 * after each look it rests twenty times as long, so that none is a burden. One thread runs it.
 */
public final class BacklogMeter implements Runnable {
  private static final long RELIEF = 20;

  private final DeliveryQueue queue;
  private final Consumer<PendingDeliveries> told;
  private final LongSupplier nanoTime;
  private long next;

  /** Creates it; what was seen is told. */
  public BacklogMeter(DeliveryQueue queue, Consumer<PendingDeliveries> told) {
    this(queue, told, System::nanoTime);
  }

  BacklogMeter(DeliveryQueue queue, Consumer<PendingDeliveries> told, LongSupplier nanoTime) {
    this.queue = queue;
    this.told = told;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  @Override
  public void run() {
    long begin = nanoTime.getAsLong();
    if (begin - next >= 0) {
      told.accept(queue.backlog());
      long end = nanoTime.getAsLong();
      next = end + RELIEF * (end - begin);
    }
  }
}
