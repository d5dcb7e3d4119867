package webhooks.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.publish.RequestIngest;

/** The workers that store the events of requests. */
final class RequestWorkers {
  /** With more, each would store fewer requests at a time. Fewer processors have fewer. */
  private static final int MAX_TOGETHER = 4;

  /** While one waits for others or stores much, the other serves another account. */
  private static final int ONE_BY_ONE = 2;

  private RequestWorkers() {}

  /** Creates the workers of this node, for the caller to start. */
  static List<Worker> of(RequestIngest requests, StopSignal stop) {
    List<Worker> workers = new ArrayList<>();
    int together = Math.min(Runtime.getRuntime().availableProcessors(), MAX_TOGETHER);
    add(workers, together, "Storing events of requests", stop, requests::storeTogether);
    add(workers, ONE_BY_ONE, "Storing changes of the directory", stop, requests::storeChange);
    add(workers, ONE_BY_ONE, "Storing requests with many deliveries", stop, requests::storeLarge);
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
