package webhooks.domain.metric;

/** The results of mails in the metrics. */
public enum MailResult {
  /** The mail server took the mail. */
  SENT("sent"),
  /** The mail server refused the mail, which is tried again, or its recipient for good. */
  REFUSED("refused"),
  /** The mail server did not answer, or takes no mail at the moment. The mail is tried again. */
  FAILED("failed"),
  /** No mail could report an event within a day, and none will. */
  GIVEN_UP("given_up");

  private final String text;

  MailResult(String text) {
    this.text = text;
  }

  /** Returns the value of the label. */
  public String text() {
    return text;
  }
}
