package webhooks.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One HTTP request of a delivery, and its result.
 *
 * @param started when the attempt began, by the node's clock
 * @param statusCode the status of the response, if there was one
 * @param error the reason of the failure; empty if the attempt succeeded
 * @param cause the cause of the error, if it is known
 * @param excerpt the first bytes of the response body, possibly none
 * @param retryAfter the wait before the next attempt that the receiver asked for; not stored with
 *     the attempt
 * @param headers the headers of request and response, as far as they are kept
 * @param spanId the id of the attempt's span in the event's trace; not stored
 */
public record Attempt(
    Instant started,
    Duration duration,
    OptionalInt statusCode,
    Optional<AttemptError> error,
    Optional<AttemptCause> cause,
    byte[] excerpt,
    Optional<Duration> retryAfter,
    AttemptHeaders headers,
    Optional<String> spanId) {
  private static final Set<AttemptError> EXCUSABLE =
      EnumSet.of(AttemptError.TIMEOUT, AttemptError.AUTHENTICATION);

  /** Returns this attempt without what the receiver answered, beside the status. */
  public Attempt withoutResponse() {
    return withAnswer(new byte[0], new AttemptHeaders(headers.sent(), Optional.empty()));
  }

  /** Returns this attempt with another excerpt and other headers. */
  public Attempt withAnswer(byte[] otherExcerpt, AttemptHeaders otherHeaders) {
    return new Attempt(
        started,
        duration,
        statusCode,
        error,
        cause,
        otherExcerpt,
        retryAfter,
        otherHeaders,
        spanId);
  }

  /** Returns whether the receiver accepted the delivery. */
  public boolean succeeded() {
    return error.isEmpty();
  }

  /** Returns whether the delivery ends with this failure, whatever the retry schedule says. */
  public boolean isFinal() {
    return cause.filter(AttemptCause::isFinal).isPresent();
  }

  /**
   * Returns whether this node, and neither the receiver nor the token issuer, used up the time of
   * the attempt.
   */
  public boolean nodeWasBusy() {
    return error.filter(EXCUSABLE::contains).isPresent()
        && cause.equals(Optional.of(AttemptCause.NODE_BUSY));
  }
}
