package webhooks.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outcome of a request for a token, without the token.
 *
 * @param started when the request began, by the node's clock
 * @param statusCode the status of the issuer's answer, if there was one
 * @param succeeded whether the answer has a token
 * @param cause why there is no token, if it is known
 * @param expiresIn how long the token is valid, if the issuer says so
 */
public record TokenOutcome(
    Instant started,
    Duration duration,
    OptionalInt statusCode,
    boolean succeeded,
    Optional<AttemptCause> cause,
    Optional<Duration> expiresIn) {}
