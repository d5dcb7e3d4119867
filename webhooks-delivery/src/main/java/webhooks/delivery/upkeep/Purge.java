package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
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
 * <p>A run deletes what became old since the run before it, so that the database has to delete as
 * evenly as rows came. It works in batches, each a transaction of its own, and rests after each
 * batch for as long as the batch took, so that it uses at most half of one connection. Rows that
 * were still needed are examined again once in a round, which is as long as the shortest retention
 * period, at most 10 minutes. Partitions are dropped then too, and not more often, because all
 * statements wait while the lock for it is tried. Nodes that purge at the same time share the work.
 * A failed deletion of deliveries, events or audit entries is repeated after the next interval,
 * anything else in the next round. For one thread.
 */
public final class Purge implements Runnable {
  private static final Duration MIN_ROUND = Duration.ofSeconds(1);
  private static final Duration MAX_ROUND = Duration.ofMinutes(10);
  private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);

  private final HistoryPartitions partitions;
  private final Retention retention;
  private final StopSignal stop;
  private final LongSupplier nanoTime;
  private final Duration round;
  private final List<Pass> passes;

  /** When all old rows were examined, in nanoseconds. */
  private OptionalLong lastRound = OptionalLong.empty();

  /** Deletes the old rows of a table, in the order of their age. */
  private static final class Pass {
    private final UnaryOperator<PurgeCursor> purgeBatch;
    private PurgeCursor cursor = PurgeCursor.START;

    Pass(UnaryOperator<PurgeCursor> purgeBatch) {
      this.purgeBatch = purgeBatch;
    }

    void startOver() {
      cursor = PurgeCursor.START;
    }

    /** Purges a batch and returns whether there may be another. */
    boolean purgeBatch() {
      PurgeCursor after = cursor;
      // A delivery may be sent again at the same time.
      cursor = DatabaseFailure.retryOnConflict(() -> purgeBatch.apply(after));
      return !cursor.isEnd();
    }
  }

  /**
   * Creates a purge that ends between two batches when the stop signal is set.
   *
   * @param retentionPeriods the retention periods of the rows it deletes
   */
  public Purge(
      HistoryPartitions partitions,
      Retention retention,
      StopSignal stop,
      Duration... retentionPeriods) {
    this(partitions, retention, stop, System::nanoTime, retentionPeriods);
  }

  Purge(
      HistoryPartitions partitions,
      Retention retention,
      StopSignal stop,
      LongSupplier nanoTime,
      Duration... retentionPeriods) {
    this.partitions = partitions;
    this.retention = retention;
    this.stop = stop;
    this.nanoTime = nanoTime;
    Duration atMost = Stream.of(retentionPeriods).reduce(MAX_ROUND, Purge::shorter);
    round = atMost.compareTo(MIN_ROUND) < 0 ? MIN_ROUND : atMost;
    passes =
        List.of(
            new Pass(retention::purgeDeliveries),
            new Pass(retention::purgeEvents),
            new Pass(retention::purgeAuditEntries));
  }

  /** Returns how long to wait between two runs: a round, at most 10 seconds. */
  public Duration interval() {
    return shorter(round, MAX_INTERVAL);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Deletes what is old enough now. */
  @Override
  public void run() {
    boolean startsRound =
        lastRound.isEmpty() || nanoTime.getAsLong() - lastRound.getAsLong() >= round.toNanos();
    if (startsRound) {
      passes.forEach(Pass::startOver);
    }
    passes.forEach(this::inBatches);
    if (startsRound) {
      lastRound = OptionalLong.of(nanoTime.getAsLong());
      retention.purgeWebhooks();
      partitions.forgetBorders();
      // After the rows, because a failure to change tables must not keep them from being deleted.
      partitions.add();
      while (!stop.isSet() && partitions.dropOldest()) {
        // The next one in a transaction of its own, so that no statement waits for long.
      }
    }
  }

  private void inBatches(Pass pass) {
    boolean isMore = true;
    while (isMore && !stop.isSet()) {
      long begin = System.nanoTime();
      isMore = pass.purgeBatch();
      stop.await(Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
