package webhooks.delivery.intake;

/** Thrown when {@code receive} fails for a message although the broker answers. */
public final class UnreadableMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public UnreadableMessageException(Exception cause) {
    super(cause);
  }
}
