package webhooks.domain.event.ingest;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.event.Event;
import webhooks.domain.event.PublishEvents;

/**
 * A request to publish that waits for its transaction.
 *
 * @param account what it takes turns by: the account of its first event, or the iTwin if the event
 *     names no account
 * @param answer completed when the request is stored or refused. A completed one needs no
 *     transaction any more
 */
record WaitingRequest(
    PublishEvents events, String account, CompletableFuture<PublishResult> answer) {
  /** What an event takes in memory beside its content. */
  private static final int EVENT_BYTES = 1024;

  /**
   * Creates a request that waits.
   *
   * @param events at least one
   */
  static WaitingRequest of(PublishEvents events) {
    Event first = events.events().values().iterator().next();
    Optional<String> iTwin = first.iTwinId().map(UUID::toString);
    return new WaitingRequest(
        events, first.accountId().or(() -> iTwin).orElseThrow(), new CompletableFuture<>());
  }

  /** Returns the number of events. */
  int size() {
    return events.events().size();
  }

  /** Returns about how many bytes the events take in memory. */
  long bytes() {
    return events.events().values().stream()
        .mapToLong(event -> EVENT_BYTES + event.text().content().length)
        .sum();
  }
}
