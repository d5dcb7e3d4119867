package webhooks.domain.event;

/** An event that can never be accepted; the message is the reason, fit to be shown. */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its reason. */
  public InvalidEventException(String reason) {
    // Made for every bad message: a stack trace is of no use and expensive.
    super(reason, null, false, false);
  }
}
