package webhooks.domain.delivery.history.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * The delivery of an event to a webhook.
 *
 * @param deliverable whether a pending delivery is still to be sent; false if its activation ended
 * @param payloadErased whether its content is erased, so that it can't be sent again
 * @param nextAttempt when the next attempt is due, if the delivery waits for it
 * @param attempts the latest attempts, the newest one first
 */
public record StoredDelivery(
    UUID id,
    DeliveryStatus status,
    Instant created,
    int attemptCount,
    boolean deliverable,
    boolean payloadErased,
    Optional<Instant> nextAttempt,
    List<AttemptSummary> attempts) {

  /**
   * An attempt without headers and excerpt.
   *
   * @param statusCode the status of the response, if there was one
   * @param error what failed; empty if the attempt succeeded
   * @param cause the cause of the error, if it is known
   */
  public record AttemptSummary(
      Instant started,
      Duration duration,
      OptionalInt statusCode,
      Optional<AttemptError> error,
      Optional<AttemptCause> cause) {}
}
