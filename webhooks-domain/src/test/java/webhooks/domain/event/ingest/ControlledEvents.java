package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.PublishEvents;

/** Transactions of requests that store nothing. Each one begins and waits for a permit. */
final class ControlledEvents extends EventIngest {
  final Semaphore permits = new Semaphore(0);

  /** The requests of the transactions that began, and that the test has not taken. */
  final BlockingQueue<List<PublishEvents>> begun = new LinkedBlockingQueue<>();

  /** The requests of the transactions that did not fail. */
  final List<List<PublishEvents>> stored = new CopyOnWriteArrayList<>();

  /** What happens in each transaction. */
  volatile Consumer<List<PublishEvents>> transaction = requests -> {};

  /** Whether requests are postponed that have a transaction with others. */
  volatile boolean postponing;

  @Override
  public boolean keepsDirectory() {
    return true;
  }

  @Override
  public PublishedRequests publish(List<PublishEvents> requests, Slots slots) {
    begun.add(requests);
    permits.acquireUninterruptibly();
    transaction.accept(requests);
    stored.add(requests);
    PublishOutcome outcome =
        postponing && requests.size() > 1
            ? new PublishOutcome.Postponed()
            : new PublishOutcome.Stored(new PublishResult(1, 0));
    return new PublishedRequests(
        requests.stream().map(request -> outcome).toList(), List.of(), Set.of());
  }
}
