package webhooks.domain.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The address of another server.
 *
 * @param host the host in the form of a URL, an IPv6 address in brackets
 * @param port the port, from 1 to 65535
 */
public record HostAndPort(String host, int port) {

  /** Reads a setting of the form {@code host:port} or {@code http://host:port}. */
  static Optional<HostAndPort> read(SettingReader reader, String key) {
    return reader
        .text(key)
        .map(
            text ->
                parse(text)
                    .orElseThrow(
                        () ->
                            new InvalidSetting(
                                key, "must be host:port of an HTTP proxy, without a user")));
  }

  private static Optional<HostAndPort> parse(String text) {
    try {
      URI url = new URI(text.contains("://") ? text : "http://" + text).parseServerAuthority();
      return isHostAndPort(url)
          ? Optional.of(new HostAndPort(url.getHost(), url.getPort()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isHostAndPort(URI url) {
    return "http".equals(url.getScheme())
        && url.getHost() != null
        && url.getPort() >= 1
        && url.getPort() <= 65_535
        && url.getRawUserInfo() == null
        && url.getRawPath().replace("/", "").isEmpty()
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }
}
