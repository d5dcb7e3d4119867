package webhooks.domain.option.request;

/** Thrown for an event that can't have the format of the webhook. Another attempt fails too. */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The reason of the failure. */
  public enum Reason {
    /** The event has no value at a path of the template, and the template names no default. */
    MISSING_VALUE,
    /** The body would be too large. */
    TOO_LARGE
  }

  FormatException(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
