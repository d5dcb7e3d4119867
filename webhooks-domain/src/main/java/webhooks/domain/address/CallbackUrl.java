package webhooks.domain.address;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A callback URL of valid form: absolute, https, with a host, without user information and
 * fragment.
 *
 * <p>{@link HostGuard} decides whether its host may be called. The URL of a token issuer has the
 * same rules.
 */
public final class CallbackUrl {
  private static final int MAX_LENGTH = 2048;
  private static final int HTTPS_PORT = 443;

  private final String text;
  private final CallbackHost host;
  private final int port;
  private final String target;

  private CallbackUrl(String text, URI uri) {
    String authority = uri.getRawAuthority();
    // URI.getHost() does not support underscores, IDN and a trailing dot after a number.
    int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
    int end = colon < 0 ? authority.length() : colon;
    this.text = text;
    this.host = CallbackHost.parse(authority.substring(0, end));
    this.port = port(authority.substring(end));
    this.target = target(uri);
  }

  /**
   * Reads a callback URL.
   *
   * @throws InvalidCallbackUrl if the URL breaks a rule; the message names the rule
   */
  public static CallbackUrl parse(String text) {
    require(text.length() <= MAX_LENGTH, "'callbackUrl' must have at most 2048 characters.");
    require(
        text.chars().noneMatch(CallbackUrl::isTreacherous),
        "'callbackUrl' must not contain whitespace, control characters or backslashes.");
    URI uri = uri(text);
    require(uri.isAbsolute(), "'callbackUrl' must be an absolute URL.");
    require("https".equalsIgnoreCase(uri.getScheme()), "'callbackUrl' must use https.");
    require(uri.getRawAuthority() != null, "'callbackUrl' must have a host.");
    require(
        uri.getRawAuthority().indexOf('@') < 0, "'callbackUrl' must not hold user information.");
    require(uri.getRawFragment() == null, "'callbackUrl' must not have a fragment.");
    return new CallbackUrl(text, uri);
  }

  /** Returns the host. */
  public CallbackHost host() {
    return host;
  }

  /** Returns the port to connect to, by default 443. */
  public int port() {
    return port;
  }

  /** Returns the origin. Two spellings of the same host have the same one. */
  public Origin origin() {
    return new Origin("https://" + bracketed(host.name()) + ":" + port);
  }

  /** Returns host and port for the {@code Host} header, without the default port. */
  public String authority() {
    String name = bracketed(host.name());
    return port == HTTPS_PORT ? name : name + ":" + port;
  }

  /** Returns the name of a host for a URL, where an IPv6 address has brackets. */
  private static String bracketed(String name) {
    return name.indexOf(':') < 0 ? name : "[" + name + "]";
  }

  /** Returns path and query as given, for the request line; an absent path becomes a slash. */
  public String target() {
    return target;
  }

  /** Returns the URL as given. It must not be logged, because its query may hold a credential. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallbackUrl that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidCallbackUrl("'callbackUrl' must be a valid URL.");
    }
  }

  private static int port(String colonAndPort) {
    // RFC 3986 allows a colon without digits.
    if (colonAndPort.isEmpty() || colonAndPort.equals(":")) {
      return HTTPS_PORT;
    }
    String digits = colonAndPort.substring(1);
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    require(port >= 1 && port <= 65535, "The port of 'callbackUrl' must be between 1 and 65535.");
    return port;
  }

  private static String target(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    // Java's URI accepts other characters, but a request line can't hold them.
    require(
        target.chars().allMatch(c -> c < 0x80),
        "Path and query of 'callbackUrl' must be percent-encoded.");
    return target;
  }

  /** Returns whether some programs drop the character, cut the text at it or read it as a slash. */
  private static boolean isTreacherous(int c) {
    return c == '\\'
        || Character.isISOControl(c)
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c);
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new InvalidCallbackUrl(rule);
    }
  }

  /** Returns the text of a URL without its query, which may hold credentials. */
  public static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
