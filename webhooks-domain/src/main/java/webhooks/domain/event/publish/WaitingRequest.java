package webhooks.domain.event.publish;

import java.util.concurrent.CompletableFuture;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;

/**
 * A request to publish that waits for its transaction.
 *
 * @param account what it takes turns by: the account of its first event, as far as it is known
 * @param sinceNanos since when it waits, as {@link System#nanoTime}
 * @param answer completed when the request is stored or refused
 */
record WaitingRequest(
    PublishEvents events,
    String account,
    long sinceNanos,
    CompletableFuture<PublishResult> answer) {
  /** What an event takes in memory beside its content. */
  static final int EVENT_BYTES = 1024;

  /** Larger bodies are counted until their answer, where they are read. */
  static final int MAX_BODY_BYTES = 64 * 1024;

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
