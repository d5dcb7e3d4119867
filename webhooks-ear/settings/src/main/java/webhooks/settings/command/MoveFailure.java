package webhooks.settings.command;

/** Reports why an account could not be moved. The message says what to do. */
public final class MoveFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line, without secrets
   */
  public MoveFailure(String message) {
    super(message);
  }

  /**
   * Creates the exception with a reason.
   *
   * @param message what to do; the first line of the reason's message follows
   */
  public MoveFailure(String message, Throwable reason) {
    super(message + ": " + CheckFailure.firstLine(reason), reason);
  }
}
