package webhooks.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Attempts without a response. */
public final class TestAttempts {
  private TestAttempts() {}

  /** Returns an attempt that this node was too busy for. */
  public static Attempt ofBusyNode() {
    return failed(AttemptError.TIMEOUT, Optional.of(AttemptCause.NODE_BUSY));
  }

  /** Returns an attempt with this error. */
  public static Attempt failed(AttemptError error, Optional<AttemptCause> cause) {
    return attempt(OptionalInt.empty(), Optional.of(error), cause);
  }

  /** Returns an attempt that succeeded. */
  public static Attempt succeeded() {
    return attempt(OptionalInt.of(204), Optional.empty(), Optional.empty());
  }

  private static Attempt attempt(
      OptionalInt statusCode, Optional<AttemptError> error, Optional<AttemptCause> cause) {
    return new Attempt(
        Instant.now(),
        Duration.ZERO,
        statusCode,
        error,
        cause,
        new byte[0],
        Optional.empty(),
        AttemptHeaders.NONE,
        Optional.empty());
  }
}
