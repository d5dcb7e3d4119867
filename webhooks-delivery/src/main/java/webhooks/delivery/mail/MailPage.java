package webhooks.delivery.mail;

/**
 * Builds the texts of a mail: each line of the plain text is a paragraph or an item of the page.
 *
 * <p>Texts of other people become one line without characters that nobody sees, and are escaped in
 * the page. Links lead to the product only.
 */
final class MailPage {
  private static final int MAX_FOREIGN = 300;

  private final StringBuilder plain = new StringBuilder();
  private final StringBuilder html =
      new StringBuilder(
          "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"></head>\n"
              + "<body style=\"font-family:sans-serif;line-height:1.5\">\n");

  /** Adds a paragraph. */
  MailPage paragraph(String text) {
    plain.append(text).append("\n\n");
    html.append("<p>").append(escaped(text)).append("</p>\n");
    return this;
  }

  /** Adds a heading. */
  MailPage heading(String text) {
    plain.append(text).append('\n');
    html.append("<h2 style=\"font-size:1.1em\">").append(escaped(text)).append("</h2>\n");
    return this;
  }

  /** Adds a line below a heading. */
  MailPage item(String text) {
    plain.append("* ").append(text).append('\n');
    html.append("<p style=\"margin:0 0 0 1em\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  /** Adds a link below a text. */
  MailPage link(String text, String url) {
    plain.append(text).append(":\n").append(url).append("\n\n");
    html.append("<p><a href=\"")
        .append(escaped(url))
        .append("\">")
        .append(escaped(text))
        .append("</a></p>\n");
    return this;
  }

  /** Returns the texts. */
  MailText text(String subject) {
    return new MailText(subject, plain.toString(), html + "</body>\n</html>\n");
  }

  /**
   * Returns a text of other people as one line of at most 300 characters. Characters that control
   * the terminal or the direction of text, or that nobody sees, become spaces.
   */
  static String foreign(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().map(MailPage::visible).limit(MAX_FOREIGN + 1L).forEach(line::appendCodePoint);
    boolean isCut = line.codePointCount(0, line.length()) > MAX_FOREIGN;
    String kept =
        isCut
            ? line.substring(0, line.offsetByCodePoints(0, MAX_FOREIGN)) + " ..."
            : line.toString();
    return kept.strip();
  }

  private static int visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          ' ';
      default -> codePoint;
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
