package webhooks.domain.access;

import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Thrown when a caller lacks the scope of the operation. */
public final class InsufficientScope extends Refusal {
  private static final long serialVersionUID = 1L;

  private final TokenScope scope;

  InsufficientScope(TokenScope scope) {
    super(
        ErrorCode.UNAUTHORIZED,
        "Access denied. The access_token lacks the scope '" + scope.text() + "'.");
    this.scope = scope;
  }

  /** Returns the scope that the caller lacks. */
  public TokenScope scope() {
    return scope;
  }
}
