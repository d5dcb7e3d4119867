package webhooks.domain.event.publish;

import java.util.concurrent.CompletableFuture;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;

/**
 * A request to publish that waits for its transaction.
 *
 * @param account the account that the request takes turns for: the account of its first event, or
 *     the id of its iTwin if the account is not known
 * @param sinceNanos the {@link System#nanoTime} at which its wait began
 * @param answer completed when the request is stored or refused
 */
record WaitingRequest(
    PublishEvents events,
    String account,
    long sinceNanos,
    CompletableFuture<PublishResult> answer) {
  /** The estimated size of an event in memory without its content. */
  static final int EVENT_BYTES = 1024;

  /**
   * The maximum size that is counted for a request's body. The API counts larger bodies until their
   * answer, in a limit of its own.
   */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** Returns the number of events. */
  int size() {
    return events.events().size();
  }

  /** Returns about how many bytes the events take in memory. */
  long bytes() {
    return events.events().values().stream()
        .mapToLong(event -> EVENT_BYTES + event.payload().content().length)
        .sum();
  }
}
