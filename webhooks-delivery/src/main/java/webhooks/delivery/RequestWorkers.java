package webhooks.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.publish.RequestIngest;

/** Creates the workers that store the events of requests. */
final class RequestWorkers {
  /**
   * The maximum of workers that store several requests in one transaction. With more workers, each
   * would store fewer requests at a time. There is at most one for each processor.
   */
  private static final int MAX_BATCH_WORKERS = 4;

  /**
   * The workers of each kind that store one request at a time. While one of them waits for a lock
   * or stores much, the other one serves another account.
   */
  private static final int SINGLE_WORKERS = 2;

  private RequestWorkers() {}

  /** Creates the workers of this node, for the caller to start. */
  static List<Worker> of(RequestIngest requests, StopSignal stop) {
    List<Worker> workers = new ArrayList<>();
    int together = Math.min(Runtime.getRuntime().availableProcessors(), MAX_BATCH_WORKERS);
    add(workers, together, "Storing events of requests", stop, requests::storeTogether);
    add(workers, SINGLE_WORKERS, "Storing changes of the directory", stop, requests::storeChange);
    add(
        workers,
        SINGLE_WORKERS,
        "Storing requests with many deliveries",
        stop,
        requests::storeLarge);
    workers.add(
        Worker.every("Refusing late requests", Duration.ofSeconds(1), stop, requests::refuseLate));
    return workers;
  }

  /** Stores the next requests of a kind. */
  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }

  private static void add(
      List<Worker> workers, int count, String name, StopSignal stop, Step step) {
    for (int i = 0; i < count; i++) {
      workers.add(
          Worker.of(
              name,
              stop,
              () -> {
                step.run();
                return true;
              }));
    }
  }
}
