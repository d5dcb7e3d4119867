package webhooks.delivery.mail;

/** Thrown when the mail server did not take a mail. The message names no recipient. */
public final class MailFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  MailFailure(boolean refused, String message) {
    super(message);
    this.refused = refused;
  }

  /** Returns whether the server answered, and refused this mail. Others may still be sent. */
  public boolean refused() {
    return refused;
  }
}
