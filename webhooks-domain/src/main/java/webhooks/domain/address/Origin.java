package webhooks.domain.address;

/**
 * The scheme, host and port of a URL (RFC 6454). Credentials for one origin are not sent to
 * another.
 *
 * @param text such as {@code https://example.com:443}; the port is always given
 */
public record Origin(String text) {
  /** The origin of no URL: nothing is sent to it. */
  public static final Origin NONE = new Origin("none");
}
