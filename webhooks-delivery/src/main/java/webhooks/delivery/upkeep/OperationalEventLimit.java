package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.operational.OperationalEventOutbox;
import webhooks.domain.operational.OperationalEventOutbox.Waiting;

/** Limits how many operational events wait for the broker, and measures them for the metrics. */
public final class OperationalEventLimit implements Runnable {
  private static final Logger LOG = Logger.getLogger(OperationalEventLimit.class.getName());

  private final OperationalEventOutbox outbox;
  private final IntConsumer listener;
  private final StopSignal stop;

  /** Creates the task; the number of events that wait is passed to the listener. */
  public OperationalEventLimit(
      OperationalEventOutbox outbox, IntConsumer listener, StopSignal stop) {
    this.outbox = outbox;
    this.listener = listener;
    this.stop = stop;
  }

  /** Creates the worker of the task, which runs every ten seconds. */
  public static Worker worker(
      OperationalEventOutbox outbox, IntConsumer listener, StopSignal stop) {
    return Worker.every(
        "Limiting operational events",
        Duration.ofSeconds(10),
        stop,
        new OperationalEventLimit(outbox, listener, stop));
  }

  /**
   * Deletes events that are too many or too old, in steps, until none is left or delivery stops.
   */
  @Override
  public void run() {
    Waiting waiting = outbox.drop();
    long dropped = waiting.dropped();
    while (waiting.mayHaveMoreToDrop() && !stop.isSet()) {
      waiting = outbox.drop();
      dropped += waiting.dropped();
    }
    listener.accept(waiting.count());
    if (dropped > 0) {
      LOG.log(
          Level.WARNING,
          "{0} operational events were deleted because the broker did not take them",
          dropped);
    }
  }
}
