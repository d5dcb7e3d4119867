package webhooks.domain.event.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.PublishOutcome;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.event.ingest.PublishedRequests;

/**
 * Transactions of requests, each of which begins and waits for a permit. They store nothing, unless
 * the test gives a database.
 */
final class ControlledEvents extends EventIngest {
  final Semaphore permits = new Semaphore(0);

  /** The requests of the transactions that began, and that the test has not taken. */
  final BlockingQueue<List<PublishEvents>> begun = new LinkedBlockingQueue<>();

  /** The requests of the transactions that did not fail. */
  final List<List<PublishEvents>> stored = new CopyOnWriteArrayList<>();

  /** The accounts of iTwins that each transaction finds. */
  volatile Map<UUID, String> accounts = Map.of();

  /** What happens in each transaction. */
  volatile Consumer<List<PublishEvents>> transaction = requests -> {};

  /** Stores the requests, if there is a database. */
  volatile Optional<EventIngest> database = Optional.empty();

  /** How requests are postponed that are not stored alone. */
  volatile Optional<PublishOutcome.Postponed> postponing = Optional.empty();

  @Override
  public boolean keepsDirectory() {
    return true;
  }

  @Override
  public PublishedRequests publish(List<PublishEvents> requests, Slots slots) {
    return store(
        requests,
        () ->
            database
                .map(real -> real.publish(requests, slots))
                .orElseGet(() -> published(requests, postponing)));
  }

  @Override
  public PublishedRequests publishAlone(PublishEvents request, Slots slots) {
    List<PublishEvents> one = List.of(request);
    return store(
        one,
        () ->
            database
                .map(real -> real.publishAlone(request, slots))
                .orElseGet(() -> published(one, Optional.empty())));
  }

  private PublishedRequests store(
      List<PublishEvents> requests, Supplier<PublishedRequests> storing) {
    begun.add(requests);
    permits.acquireUninterruptibly();
    transaction.accept(requests);
    PublishedRequests published = storing.get();
    stored.add(requests);
    return published;
  }

  private PublishedRequests published(
      List<PublishEvents> requests, Optional<PublishOutcome.Postponed> postponed) {
    PublishOutcome outcome =
        postponed
            .<PublishOutcome>map(other -> other)
            .orElseGet(() -> new PublishOutcome.Stored(new PublishResult(1, 0)));
    return new PublishedRequests(
        requests.stream().map(request -> outcome).toList(), List.of(), Set.of(), accounts);
  }
}
