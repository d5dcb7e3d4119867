package webhooks.domain.event;

/** An event that can never be accepted; the message is the reason, fit to be shown. */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its reason. */
  public InvalidEventException(String reason) {
    // Created for every invalid message: without a stack trace, which is expensive and not used.
    super(reason, null, false, false);
  }
}
