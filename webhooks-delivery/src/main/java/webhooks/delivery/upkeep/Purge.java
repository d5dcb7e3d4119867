package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.retention.Retention;
import webhooks.domain.retention.Retention.Place;

/**
 * Purges, every few minutes, what is older than it is kept for.
 *
 * <p>Rests after each batch for as long as the batch took, so that it never has more than half of
 * what one connection can do. Nodes that purge at the same time share the work. What fails is left
 * for the next time. One thread runs it.
 */
public final class Purge implements Runnable {
  private static final Logger LOG = Logger.getLogger(Purge.class.getName());
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Retention retention;
  private final Duration pause;
  private final StopSignal stop;

  /**
   * Creates the loop.
   *
   * @param kept how long rows are kept
   */
  public Purge(Retention retention, Duration kept, StopSignal stop) {
    Duration atMost = kept.compareTo(LONGEST_PAUSE) < 0 ? kept : LONGEST_PAUSE;
    this.pause = atMost.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : atMost;
    this.retention = retention;
    this.stop = stop;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    do {
      try {
        inBatches(retention::purgeDeliveries);
        inBatches(retention::purgeEvents);
        retention.purgeWebhooks();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "Old deliveries can't be purged for the moment", e);
      }
    } while (!stop.await(pause));
  }

  private void inBatches(UnaryOperator<Place> purge) {
    Place place = Place.START;
    while (!place.isEnd() && !stop.isSet()) {
      long begin = System.nanoTime();
      place = purge.apply(place);
      stop.await(Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
