package webhooks.domain.delivery.history.state;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;

/**
 * The latest failed attempt of a webhook's failure streak.
 *
 * @param time when the attempt began, by the clock of its node
 * @param statusCode the status of the response, if there was one
 * @param cause the cause of the error, if it is known
 */
public record LastFailure(
    Instant time, OptionalInt statusCode, AttemptError error, Optional<AttemptCause> cause) {}
