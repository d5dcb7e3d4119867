package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Worker;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.DeliveryQueue;

/**
 * Writes outcomes to the database, up to 500 in one transaction: the outcomes that were added
 * during the previous transaction and a few milliseconds more.
 *
 * <p>While the database does not answer, outcomes are kept and written later. Their number is
 * bounded by the slots of this node. Any thread may add outcomes to the queue; one worker writes
 * them.
 */
final class OutcomeRecorder implements Worker.Task {
  private static final Logger LOG = Logger.getLogger(OutcomeRecorder.class.getName());
  private static final int MAX_BATCH = 500;
  private static final long POLL_MILLIS = 100;

  /** How long the first outcome of a batch waits for others, unless enough of them come before. */
  private static final long GATHER_NANOS = Duration.ofMillis(10).toNanos();

  private static final int ENOUGH = 400;

  /** Longer than a claim takes. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final DeliveryQueue queue;
  private final AttemptLog attempts;
  private final Consumer<List<Outcome>> recorded;
  private final BlockingQueue<Outcome> outcomes;
  private final List<Outcome> batch = new ArrayList<>();

  /** How many of the outcomes that waited when a write failed are not written yet. */
  private volatile int late;

  /** The lease in the batch that ends first; null if nothing is written. */
  private volatile Lease writing;

  /** When the present write began. */
  private volatile long writingSince;

  /**
   * Creates a recorder.
   *
   * @param outcomes gets the outcomes to write
   * @param attempts gets the outcomes that were written
   * @param recorded is called with outcomes that were written, or that can never be written
   */
  OutcomeRecorder(
      DeliveryQueue queue,
      BlockingQueue<Outcome> outcomes,
      AttemptLog attempts,
      Consumer<List<Outcome>> recorded) {
    this.queue = queue;
    this.outcomes = outcomes;
    this.attempts = attempts;
    this.recorded = recorded;
  }

  /**
   * Returns whether outcomes wait since a write failed, or have leases that have ended or end soon,
   * because the database is slow. A claim could lease and send their deliveries again.
   */
  boolean isLate() {
    Outcome next = outcomes.peek();
    return late > 0
        || endsSoon(writing)
        || next != null && endsSoon(next.delivery().lease())
        || isSlow() && outcomes.stream().anyMatch(one -> endsSoon(one.delivery().lease()));
  }

  /**
   * Returns whether a write has not ended for long. Then leases that are shorter than the first one
   * of the queue may end, because webhooks have time-outs of their own.
   */
  private boolean isSlow() {
    return writing != null && System.nanoTime() - writingSince > MARGIN.toNanos();
  }

  private static boolean endsSoon(Lease lease) {
    return lease != null && !lease.outlasts(MARGIN);
  }

  /**
   * Waits a moment for outcomes and writes them. After a failure it tries the same outcomes again,
   * without the ones that are written.
   */
  @Override
  public boolean run() throws InterruptedException {
    if (batch.isEmpty()) {
      Outcome first = outcomes.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (first == null) {
        return true;
      }
      batch.add(first);
      gather();
    }
    writingSince = System.nanoTime();
    writing =
        batch.stream()
            .map(outcome -> outcome.delivery().lease())
            .min(Comparator.comparing(Lease::endsNanos))
            .orElseThrow();
    write(List.copyOf(batch));
    return true;
  }

  /**
   * Adds more outcomes to the batch. A transaction costs much more than an outcome, and no request
   * waits for the record.
   */
  private void gather() throws InterruptedException {
    long end = System.nanoTime() + GATHER_NANOS;
    outcomes.drainTo(batch, MAX_BATCH - batch.size());
    for (long left = GATHER_NANOS;
        left > 0 && batch.size() < ENOUGH;
        left = end - System.nanoTime()) {
      Outcome next = outcomes.poll(left, TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
      outcomes.drainTo(batch, MAX_BATCH - batch.size());
    }
  }

  /** Writes the remaining outcomes, until a write fails. */
  @Override
  public void close() throws InterruptedException {
    while (!batch.isEmpty() || !outcomes.isEmpty()) {
      run();
    }
  }

  /** Writes the first outcomes of the batch and takes them out of it. */
  private void write(List<Outcome> first) {
    int lost;
    try {
      lost = queue.record(first);
    } catch (RuntimeException | Error e) {
      if (!DatabaseFailure.isDataError(e)) {
        late = batch.size() + outcomes.size();
        throw e;
      }
      if (first.size() > 1) {
        // The database refuses one outcome of the batch: the others must not be lost with it.
        first.forEach(outcome -> write(List.of(outcome)));
        return;
      }
      log(
          () ->
              LOG.log(
                  Level.SEVERE,
                  "The database refused an outcome; its delivery is due again when its lease ends",
                  e));
      finish(first);
      return;
    }
    finish(first);
    if (lost > 0) {
      log(() -> LOG.warning(() -> "%d outcomes came after their lease had ended".formatted(lost)));
    }
    attempts.add(first);
  }

  /** Takes outcomes out of the batch, so that they are never written again, whatever fails next. */
  private void finish(List<Outcome> first) {
    batch.subList(0, first.size()).clear();
    late = Math.max(0, late - first.size());
    if (batch.isEmpty()) {
      writing = null;
    }
    recorded.accept(first);
  }

  /** Writes log lines about outcomes; a failure of the log changes nothing for the outcomes. */
  private static void log(Runnable lines) {
    try {
      lines.run();
    } catch (RuntimeException | Error e) {
      try {
        LOG.log(Level.WARNING, "Outcomes could not be logged", e);
      } catch (RuntimeException | Error again) {
        // The log is out of order for this line, too.
      }
    }
  }
}
