package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.retention.Retention;
import webhooks.domain.retention.Retention.PurgeCursor;

/**
 * Deletes deliveries, events, audit entries and deleted webhooks that are older than their
 * retention periods.
 *
 * <p>Works in batches, each a transaction of its own, and rests after each batch for as long as the
 * batch took, so that it uses at most half of one connection. Nodes that purge at the same time
 * share the work. A failed run is repeated after the next interval. For one thread.
 */
public final class Purge implements Runnable {
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  private final HistoryPartitions partitions;
  private final Retention retention;
  private final StopSignal stop;

  /** Creates a purge that ends between two batches when the stop signal is set. */
  public Purge(HistoryPartitions partitions, Retention retention, StopSignal stop) {
    this.partitions = partitions;
    this.retention = retention;
    this.stop = stop;
  }

  /**
   * Returns how long to wait between two runs: the shortest retention period, from 1 s to 10
   * minutes.
   */
  public static Duration interval(Duration... retentionPeriods) {
    Duration atMost =
        Stream.concat(Stream.of(retentionPeriods), Stream.of(MAX_INTERVAL))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return atMost.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : atMost;
  }

  /** Deletes what is old enough now. */
  @Override
  public void run() {
    inBatches(retention::purgeDeliveries);
    inBatches(retention::purgeEvents);
    inBatches(retention::purgeAuditEntries);
    retention.purgeWebhooks();
    // Last, because a failure to change tables must not keep rows from being deleted.
    partitions.add();
    while (!stop.isSet() && partitions.dropOldest()) {
      // The next one in a transaction of its own, so that no statement waits for long.
    }
  }

  private void inBatches(UnaryOperator<PurgeCursor> purgeBatch) {
    PurgeCursor cursor = PurgeCursor.START;
    while (!cursor.isEnd() && !stop.isSet()) {
      long begin = System.nanoTime();
      PurgeCursor after = cursor;
      // A delivery may be sent again at the same time.
      cursor = DatabaseFailure.retryOnConflict(() -> purgeBatch.apply(after));
      stop.await(Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
