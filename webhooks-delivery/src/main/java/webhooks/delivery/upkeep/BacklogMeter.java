package webhooks.delivery.upkeep;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.Backlog;
import webhooks.domain.delivery.DeliveryQueue;

/**
 * Looks how much is still to be delivered, for the metrics. That takes as long as the backlog:
 * after each look it rests twenty times as long, so that none is a burden. One thread runs it.
 */
public final class BacklogMeter implements Runnable {
  private static final long RELIEF = 20;

  private final DeliveryQueue queue;
  private final Consumer<Backlog> told;
  private final LongSupplier nanoTime;
  private long next;

  /** Creates it; what was seen is told. */
  public BacklogMeter(DeliveryQueue queue, Consumer<Backlog> told) {
    this(queue, told, System::nanoTime);
  }

  BacklogMeter(DeliveryQueue queue, Consumer<Backlog> told, LongSupplier nanoTime) {
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
