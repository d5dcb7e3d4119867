package webhooks.domain.address;

/** A callback URL that a rule forbids; the message is meant for the caller who gave it. */
public final class InvalidCallbackUrl extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidCallbackUrl(String message) {
    super(message);
  }

  static InvalidCallbackUrl host() {
    return new InvalidCallbackUrl("The host of 'callbackUrl' is not valid.");
  }
}
