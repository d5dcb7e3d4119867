package webhooks.delivery.send.token;

import java.util.Optional;
import java.util.OptionalInt;
import webhooks.domain.delivery.AttemptCause;

/**
 * Thrown if a webhook's requests need a token, and none could be had. It holds nothing that the
 * issuer has answered but the status.
 */
public final class TokenFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final AttemptCause reason;
  private final int statusCode;

  /** Creates a failure without an answer of the issuer, with its reason. */
  TokenFailure(AttemptCause reason) {
    this(reason, 0);
  }

  /** Creates a failure after an answer of the issuer. */
  TokenFailure(AttemptCause reason, int statusCode) {
    super(reason.text());
    this.reason = reason;
    this.statusCode = statusCode;
  }

  /** Creates a failure of the connection to the issuer. */
  TokenFailure(Throwable connection) {
    super(connection);
    this.reason = null;
    this.statusCode = 0;
  }

  /** Returns the reason; empty if the cause of this exception is the reason. */
  public Optional<AttemptCause> reason() {
    return Optional.ofNullable(reason);
  }

  /** Returns the status of the issuer's answer, if the failure came with one. */
  public static OptionalInt statusCode(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof TokenFailure known && known.statusCode != 0) {
        return OptionalInt.of(known.statusCode);
      }
    }
    return OptionalInt.empty();
  }
}
