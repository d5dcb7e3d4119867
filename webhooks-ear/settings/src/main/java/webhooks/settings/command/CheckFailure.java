package webhooks.settings.command;

/** Reports a problem that would prevent a start. The message says what to do. */
public final class CheckFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param whatToDo what the operator has to do, without secrets
   */
  public CheckFailure(String whatToDo) {
    super(whatToDo);
  }

  /**
   * Creates the exception with a reason.
   *
   * @param whatToDo what the operator has to do, without secrets
   * @param reason the first line of its message follows
   */
  public CheckFailure(String whatToDo, Throwable reason) {
    super(whatToDo + ": " + firstLine(reason), reason);
  }

  /** Returns the first line of the exception's message, or its class if it has none. */
  static String firstLine(Throwable reason) {
    return String.valueOf(reason.getMessage() == null ? reason : reason.getMessage())
        .lines()
        .findFirst()
        .orElse("");
  }
}
