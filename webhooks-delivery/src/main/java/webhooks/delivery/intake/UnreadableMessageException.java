package webhooks.delivery.intake;

/** Thrown when the JMS client can't receive or copy a message although the broker answers. */
public final class UnreadableMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public UnreadableMessageException(Throwable cause) {
    super(cause);
  }
}
