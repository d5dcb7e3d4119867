package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.ingest.OperationalEventIngest;
import webhooks.domain.event.ingest.OperationalEventIngest.Batch;
import webhooks.domain.operational.OperationalEventDetection;

/** Detects operational events, and stores them with their deliveries to webhooks. */
public final class OperationalEventStorage implements Runnable {
  private final OperationalEventDetection detection;
  private final OperationalEventIngest ingest;
  private final Consumer<Collection<UUID>> backlogs;
  private final StopSignal stop;

  /** Creates the task. The consumer gets the webhooks whose backlogs grew. */
  public OperationalEventStorage(
      OperationalEventDetection detection,
      OperationalEventIngest ingest,
      Consumer<Collection<UUID>> backlogs,
      StopSignal stop) {
    this.detection = detection;
    this.ingest = ingest;
    this.backlogs = backlogs;
    this.stop = stop;
  }

  /** Creates the worker of the task, which runs every two seconds. */
  public static Worker worker(
      OperationalEventDetection detection,
      OperationalEventIngest ingest,
      Consumer<Collection<UUID>> backlogs,
      StopSignal stop) {
    return Worker.every(
        "Storing operational events",
        Duration.ofSeconds(2),
        stop,
        new OperationalEventStorage(detection, ingest, backlogs, stop));
  }

  /** Stores all events, in short transactions, until there are none or delivery stops. */
  @Override
  public void run() {
    try {
      detection.detect();
    } finally {
      // Changes of webhooks write events too. They must not wait until the detection works again.
      store();
    }
  }

  private void store() {
    boolean mayBeMore = true;
    while (mayBeMore && !stop.isSet()) {
      Batch batch = ingest.ingest();
      backlogs.accept(batch.withBacklog());
      mayBeMore = batch.mayHaveMore();
    }
  }
}
