package webhooks.domain.event.direct;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;

/**
 * The outcome of one request to a receiver for a proof.
 *
 * @param verified whether the receiver has proven it, and the proof is stored
 * @param at when the request began, or when the proof was stored
 * @param statusCode the status of the response, if there was one
 * @param error the error of the attempt, or {@value #NO_PROOF} if the response is no proof
 * @param cause the cause of the error, if it is known
 */
public record ProofOutcome(
    boolean verified,
    Instant at,
    Duration duration,
    OptionalInt statusCode,
    Optional<String> error,
    Optional<String> cause) {
  /** The error of a response that is no proof. */
  public static final String NO_PROOF = "verification";

  /** Returns the outcome of an attempt that got no response, or one with an error. */
  public static ProofOutcome failed(Attempt attempt) {
    return failed(
        attempt,
        attempt.error().map(AttemptError::text).orElse(NO_PROOF),
        attempt.cause().map(AttemptCause::text));
  }

  /** Returns the outcome of an attempt whose response is no proof. */
  public static ProofOutcome failed(Attempt attempt, ProofFailure failure) {
    return failed(attempt, NO_PROOF, Optional.of(failure.text()));
  }

  private static ProofOutcome failed(Attempt attempt, String error, Optional<String> cause) {
    return new ProofOutcome(
        false,
        attempt.started(),
        attempt.duration(),
        attempt.statusCode(),
        Optional.of(error),
        cause);
  }

  /** Returns the outcome of an attempt whose response is a proof that was stored. */
  public static ProofOutcome proven(Attempt attempt, Instant at) {
    return new ProofOutcome(
        true, at, attempt.duration(), attempt.statusCode(), Optional.empty(), Optional.empty());
  }
}
