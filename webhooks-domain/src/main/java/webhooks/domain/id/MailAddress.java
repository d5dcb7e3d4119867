package webhooks.domain.id;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address of the form that all mail servers take: a dot-atom, and a domain name of ASCII
 * characters (RFC 5321). No part of it can end a header or a command.
 *
 * @param text the address, with the domain in lower case
 */
public record MailAddress(String text) {
  /** The rule as text, to be put after the name of the property. */
  public static final String RULE =
      "must be a mail address such as name@example.com, of ASCII characters.";

  private static final int MAX_LENGTH = 254;

  private static final Pattern LOCAL =
      Pattern.compile("(?=.{1,64}$)[\\w!#$%&'*+/=?^`{|}~-]++(\\.[\\w!#$%&'*+/=?^`{|}~-]++)*+");

  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Returns the address of a text; empty if it is none. */
  public static Optional<MailAddress> parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1).toLowerCase(Locale.ROOT);
    return LOCAL.matcher(local).matches() && DOMAIN.matcher(domain).matches()
        ? Optional.of(new MailAddress(local + "@" + domain))
        : Optional.empty();
  }

  /** Returns the domain. */
  public String domain() {
    return text.substring(text.lastIndexOf('@') + 1);
  }

  /**
   * Returns whether both are most likely of one mailbox. Few servers distinguish upper and lower
   * case.
   */
  public boolean isSameMailbox(MailAddress other) {
    return key().equals(other.key());
  }

  /** Returns the text that all ways to write the address share. */
  public String key() {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the text that the addresses share which are most likely of one mailbox. Many servers
   * ignore what follows a plus sign, so one mailbox has any number of such addresses.
   */
  public String mailbox() {
    return key().replaceFirst("\\+[^@]*", "");
  }

  /** Returns a description without the address, which is personal. */
  @Override
  public String toString() {
    return "MailAddress[]";
  }
}
