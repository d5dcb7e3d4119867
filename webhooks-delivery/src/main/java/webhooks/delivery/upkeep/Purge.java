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
import webhooks.domain.settings.Settings;

/**
 * Deletes deliveries, events, audit entries and deleted webhooks that are older than their
 * retention periods, ended sessions of the portal, and old reports of alerts. Adds and drops
 * partitions.
 *
 * <p>A run deletes the rows that became old since the previous run, which spreads the load. It
 * works in batches, each a transaction of its own, and pauses after each batch for as long as the
 * batch took, so that it uses at most half of one connection. Nodes that purge at the same time
 * share the work: each skips the rows that another one has locked.
 *
 * <p>A round is as long as the shortest retention period, but at least one second and at most ten
 * minutes. Once in a round a run examines all old rows, because some were still needed before. Such
 * a run also purges webhooks and the borders of partitions, adds partitions, and drops old ones. It
 * drops them only then, because all statements of a table wait while a node tries to lock it. A
 * failed deletion of deliveries, events or audit entries is repeated after the next interval,
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

  /** When the latest round's run had deleted its rows, by {@link #nanoTime}; empty before it. */
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
    boolean deleteBatch() {
      PurgeCursor after = cursor;
      // A requeue of the same delivery may conflict with the deletion.
      cursor = DatabaseFailure.retryOnConflict(() -> purgeBatch.apply(after));
      return !cursor.isEnd();
    }
  }

  /**
   * Creates a purge that ends between two batches when the stop signal is set.
   *
   * @param settings has the retention periods of the rows it deletes
   */
  public Purge(
      HistoryPartitions partitions, Retention retention, StopSignal stop, Settings settings) {
    this(
        partitions,
        retention,
        stop,
        System::nanoTime,
        settings.retention(),
        settings.auditRetention());
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
            new Pass(retention::purgeAuditEntries),
            new Pass(retention::purgePortalSessions),
            new Pass(retention::purgeAlertReports));
  }

  /** Returns how long to wait between two runs: as long as a round, at most ten seconds. */
  public Duration interval() {
    return shorter(round, MAX_INTERVAL);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * Deletes the rows that are old enough now.
   *
   * @throws DatabaseFailure if the database does not answer
   */
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
      // Last, so that a failure to change tables does not keep rows from being deleted.
      partitions.add();
      while (!stop.isSet() && partitions.dropOldest()) {
        // Each call is a transaction, so that no statement waits for long.
      }
    }
  }

  private void inBatches(Pass pass) {
    boolean isMore = true;
    while (isMore && !stop.isSet()) {
      long start = nanoTime.getAsLong();
      isMore = pass.deleteBatch();
      stop.await(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }
}
