package webhooks.delivery.mail;

/**
 * The texts of a mail.
 *
 * @param subject a text of the product alone, in ASCII
 * @param plain lines that end with a line feed
 * @param html the same as a page
 */
record MailText(String subject, String plain, String html) {
  /** Returns a description without the texts, which hold tokens. */
  @Override
  public String toString() {
    return "MailText[" + subject + "]";
  }
}
