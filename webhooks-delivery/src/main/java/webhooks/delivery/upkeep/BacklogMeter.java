package webhooks.delivery.upkeep;

import java.util.function.Consumer;
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
  private long next = System.nanoTime();

  /** Creates it; what was seen is told. */
  public BacklogMeter(DeliveryQueue queue, Consumer<Backlog> told) {
    this.queue = queue;
    this.told = told;
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    if (begin - next >= 0) {
      told.accept(queue.backlog());
      long end = System.nanoTime();
      next = end + RELIEF * (end - begin);
    }
  }
}
