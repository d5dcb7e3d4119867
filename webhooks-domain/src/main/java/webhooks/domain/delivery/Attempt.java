package webhooks.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One HTTP request of a delivery, and its result.
 *
 * @param started when, by the node's clock
 * @param statusCode the answer's status, if the receiver answered
 * @param error why it failed, empty if it succeeded
 * @param excerpt the first bytes of the answer's body, possibly none
 * @param retryAfter how long the answer asked to wait before the next one; not kept
 */
public record Attempt(
    Instant started,
    Duration duration,
    OptionalInt statusCode,
    Optional<AttemptError> error,
    byte[] excerpt,
    Optional<Duration> retryAfter) {

  /** Returns whether the receiver took the delivery. */
  public boolean succeeded() {
    return error.isEmpty();
  }
}
