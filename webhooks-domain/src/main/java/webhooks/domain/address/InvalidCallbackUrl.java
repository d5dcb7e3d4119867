package webhooks.domain.address;

/** Thrown for a callback URL that breaks a rule. The message is for the caller. */
public final class InvalidCallbackUrl extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String PROPERTY = "callbackUrl";

  InvalidCallbackUrl(String message) {
    super(message);
  }

  static InvalidCallbackUrl host() {
    return new InvalidCallbackUrl("The host of 'callbackUrl' is not valid.");
  }

  /** Returns the message for a URL in another property. */
  public String messageFor(String property) {
    return getMessage().replace("'" + PROPERTY + "'", "'" + property + "'");
  }
}
