package webhooks.delivery.mail;

/** Thrown when the mail server did not take a mail. The message names no recipient. */
public final class MailFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** The consequences of a failure for this mail and for others. */
  public enum Kind {
    /** The server takes no mail at the moment. */
    UNAVAILABLE,
    /** The server refused this mail, and may take it later. Others may still be sent. */
    MAIL_REFUSED,
    /** The server refused the recipient for good. Others may still be sent. */
    RECIPIENT_REFUSED
  }

  MailFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns the consequences of the failure for this mail and for others. */
  public Kind kind() {
    return kind;
  }
}
