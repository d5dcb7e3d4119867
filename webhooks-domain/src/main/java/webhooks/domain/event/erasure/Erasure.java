package webhooks.domain.event.erasure;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An erasure of all events of an account that have a value, as its request and its receipt show it.
 *
 * @param requested when it was requested, by the database's clock
 * @param counts what it has done so far
 * @param finished when it ended; empty while nodes work on it
 */
public record Erasure(
    UUID id,
    String accountId,
    Instant requested,
    ErasureCounts counts,
    Optional<Instant> finished) {

  /**
   * Counts what an erasure has done.
   *
   * @param examined how many stored events of all accounts it has looked at
   * @param events how many events it has erased
   * @param deliveries how many deliveries of these events have lost their payload
   * @param cancelled how many of these deliveries were pending
   * @param rejectedEvents how many rejected events it has erased
   * @param unreadableEvents how many rejected events stay although nobody can say whether they
   *     match
   */
  public record ErasureCounts(
      long examined,
      long events,
      long deliveries,
      long cancelled,
      long rejectedEvents,
      long unreadableEvents) {
    String detail(UUID erasure) {
      return "erasure=%s, events=%d, deliveries=%d, cancelled=%d, rejected=%d, unreadable=%d"
          .formatted(erasure, events, deliveries, cancelled, rejectedEvents, unreadableEvents);
    }
  }

  /** Returns whether all is erased. */
  public boolean isFinished() {
    return finished.isPresent();
  }
}
