package webhooks.delivery.intake;

import java.util.ArrayList;
import java.util.List;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.ingest.RequestIngest;

/** The workers that store the events of requests. */
public final class RequestWorkers {
  /** With more, each would store fewer requests at a time. Fewer processors have fewer. */
  private static final int MAX_TOGETHER = 4;

  /** One waits for other changes of the directory, while the other stores. */
  private static final int ALONE = 2;

  private RequestWorkers() {}

  /** Creates the workers of this node, for the caller to start. */
  public static List<Worker> of(RequestIngest requests, StopSignal stop) {
    Worker.Task together =
        () -> {
          requests.storeTogether();
          return true;
        };
    Worker.Task alone =
        () -> {
          requests.storeAlone();
          return true;
        };
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(Runtime.getRuntime().availableProcessors(), MAX_TOGETHER); i++) {
      workers.add(Worker.of("Storing events of requests", stop, together));
    }
    for (int i = 0; i < ALONE; i++) {
      workers.add(Worker.of("Storing a long request", stop, alone));
    }
    return workers;
  }
}
