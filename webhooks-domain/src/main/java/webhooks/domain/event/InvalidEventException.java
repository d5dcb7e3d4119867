package webhooks.domain.event;

/**
 * Thrown for an event that can never be accepted. The message is the reason. It quotes nothing of
 * the event but the name of an extension of a CloudEvent, so it may be logged and shown.
 */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its reason. */
  public InvalidEventException(String reason) {
    // The exception has no stack trace, which is expensive and not used: each invalid message
    // creates an exception.
    super(reason, null, false, false);
  }
}
