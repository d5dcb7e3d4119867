package webhooks.delivery.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.DeliveryQueue;
import webhooks.domain.delivery.Outcome;

/**
 * Writes outcomes to the database, as many at a time as came in while the last ones were written.
 *
 * <p>While the database is away it holds them and tries again. What it holds is bounded by what is
 * in flight. Outcomes may be added by any thread; one thread runs it.
 */
final class OutcomeRecorder implements Runnable {
  private static final Logger LOG = Logger.getLogger(OutcomeRecorder.class.getName());
  private static final int MOST_AT_ONCE = 500;
  private static final long POLL_MILLIS = 100;

  private final DeliveryQueue queue;
  private final Consumer<List<Outcome>> recorded;
  private final StopSignal stop;
  private final Backoff backoff;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /**
   * Creates a recorder.
   *
   * @param recorded is told what was written, or given up
   */
  OutcomeRecorder(DeliveryQueue queue, Consumer<List<Outcome>> recorded, StopSignal stop) {
    this.stop = stop;
    this.backoff = new Backoff(stop);
    this.queue = queue;
    this.recorded = recorded;
  }

  void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  /** Runs until it is time to stop and nothing is left to write, or nothing can be written. */
  @Override
  public void run() {
    while (!stop.isSet() || !outcomes.isEmpty()) {
      List<Outcome> batch = next();
      while (!batch.isEmpty() && !write(batch)) {
        if (stop.isSet()) {
          return;
        }
        backoff.pause();
      }
      backoff.reset();
      recorded.accept(batch);
    }
  }

  private List<Outcome> next() {
    List<Outcome> batch = new ArrayList<>();
    try {
      Outcome first = outcomes.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        outcomes.drainTo(batch, MOST_AT_ONCE - 1);
      }
    } catch (InterruptedException e) {
      stop.set();
    }
    return batch;
  }

  /** Returns whether the batch is done with: not if it should be tried again. */
  private boolean write(List<Outcome> batch) {
    try {
      int lost = queue.record(batch);
      if (lost > 0) {
        LOG.warning(() -> "%d outcomes came after their lease had ended".formatted(lost));
      }
      AttemptLog.write(batch);
      return true;
    } catch (RuntimeException | Error e) {
      if (!DatabaseFailure.liesInTheData(e)) {
        LOG.log(
            backoff.isFresh() ? Level.WARNING : Level.FINE,
            "Outcomes can't be written for the moment, trying again",
            e);
        return false;
      }
      if (batch.size() > 1) {
        // One of them is at fault: the others must not be lost with it.
        return batch.stream().allMatch(one -> write(List.of(one)));
      }
      LOG.log(Level.SEVERE, "An outcome was refused, its delivery comes up again", e);
      return true;
    }
  }
}
