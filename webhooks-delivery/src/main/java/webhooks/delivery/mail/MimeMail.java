package webhooks.delivery.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import webhooks.domain.id.MailAddress;

/**
 * A mail in the form of RFC 5322, as plain text and as HTML.
 *
 * <p>The headers hold only addresses that were checked, links and texts of the product, so that
 * nobody can add a header. The bodies are quoted-printable, so no line of them is a command of the
 * dialogue, and none is too long.
 *
 * @param bytes not changed by anybody
 */
record MimeMail(MailAddress to, byte[] bytes) {
  private static final String CRLF = "\r\n";

  /** The maximum length of a line of RFC 2045, without the sign of a soft break. */
  private static final int MAX_LINE = 75;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /**
   * Writes a mail.
   *
   * @param unsubscribe the link that ends all mails
   */
  static MimeMail of(
      MailAddress from, MailAddress to, String unsubscribe, MailText text, Instant now) {
    String id = UUID.randomUUID().toString();
    String boundary = "=_" + id;
    StringBuilder mail = new StringBuilder();
    header(mail, "Date", DATE.format(now));
    header(mail, "From", "Webhooks <" + from.text() + ">");
    header(mail, "To", "<" + to.text() + ">");
    header(mail, "Subject", text.subject());
    header(mail, "Message-ID", "<" + id + "@" + from.domain() + ">");
    header(mail, "Auto-Submitted", "auto-generated");
    header(mail, "X-Auto-Response-Suppress", "All");
    header(mail, "List-Unsubscribe", "<" + unsubscribe + ">");
    header(mail, "MIME-Version", "1.0");
    header(mail, "Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
    mail.append(CRLF);
    part(mail, boundary, "plain", text.plain());
    part(mail, boundary, "html", text.html());
    mail.append("--").append(boundary).append("--").append(CRLF);
    return new MimeMail(to, mail.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static void header(StringBuilder mail, String name, String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The header " + name + " has a character that is not ASCII");
    }
    mail.append(name).append(": ").append(value).append(CRLF);
  }

  private static void part(StringBuilder mail, String boundary, String type, String text) {
    mail.append("--").append(boundary).append(CRLF);
    header(mail, "Content-Type", "text/" + type + "; charset=utf-8");
    header(mail, "Content-Transfer-Encoding", "quoted-printable");
    mail.append(CRLF);
    text.lines().forEach(line -> quotedPrintable(mail, line));
    mail.append(CRLF);
  }

  private static void quotedPrintable(StringBuilder mail, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int value = bytes[i] & 0xff;
      boolean isLast = i == bytes.length - 1;
      boolean isLiteral = value > ' ' && value < 0x7f && value != '=' || value == ' ' && !isLast;
      // A dot at the start of a line is encoded, so that no server can take it for the end.
      isLiteral &= value != '.' || length > 0;
      int needed = isLiteral ? 1 : 3;
      if (length + needed > MAX_LINE) {
        mail.append('=').append(CRLF);
        length = 0;
        isLiteral &= value != '.';
        needed = isLiteral ? 1 : 3;
      }
      mail.append(isLiteral ? String.valueOf((char) value) : "=%02X".formatted(value));
      length += needed;
    }
    mail.append(CRLF);
  }

  /** Returns a description without the content. */
  @Override
  public String toString() {
    return "MimeMail[]";
  }
}
