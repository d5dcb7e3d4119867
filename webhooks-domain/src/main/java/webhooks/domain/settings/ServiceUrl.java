package webhooks.domain.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Reads the URL of a service that the product trusts, and the URL of the product itself. Knows
 * which URLs are secure enough for tokens, keys and credentials.
 */
public final class ServiceUrl {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private ServiceUrl() {}

  /** Reads a required setting. The result has no trailing slash. */
  static URI read(SettingReader reader, String key) {
    return reader
        .text(key)
        .flatMap(text -> parse(text, ServiceUrl::isSecure))
        .orElseThrow(
            () ->
                new InvalidSetting(
                    key,
                    "must be an https URL without user, query and fragment (http for a service on"
                        + " this machine only)"));
  }

  /**
   * Reads the URL at which callers reach the product. It may be http, because a proxy knows best
   * what its callers use. The result has no trailing slash.
   */
  static Optional<URI> readOwn(SettingReader reader, String key) {
    return reader
        .text(key)
        .map(
            text ->
                parse(text)
                    .orElseThrow(
                        () ->
                            new InvalidSetting(
                                key,
                                "must be an http or https URL without user, query and fragment")));
  }

  /**
   * Returns the http or https URL of a text, without its trailing slash. It is empty if the text is
   * no such URL, or if the URL has no host, or a user, query or fragment.
   */
  static Optional<URI> parse(String text) {
    return parse(text, url -> isHttps(url) || isHttp(url));
  }

  private static Optional<URI> parse(String text, Predicate<URI> isAllowed) {
    try {
      URI url = new URI(text).parseServerAuthority();
      return isPlain(url) && isAllowed.test(url)
          ? Optional.of(URI.create(url.toString().replaceFirst("/+$", "")))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(URI url) {
    return url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  /** Returns whether the URL is https, or http to this machine only. */
  public static boolean isSecure(URI url) {
    return url.getHost() != null
        && (isHttps(url) || isHttp(url) && LOOPBACK.matcher(url.getHost()).matches());
  }

  private static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme());
  }
}
