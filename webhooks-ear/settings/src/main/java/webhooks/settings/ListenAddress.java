package webhooks.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address at which the embedded broker accepts producers.
 *
 * @param host a host name or an IP address; an IPv6 address has no brackets
 * @param port its port
 */
public record ListenAddress(String host, int port) {
  /** The name of the setting. */
  public static final String KEY = "webhooks.jms.listen";

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/?#\\s]+)):(\\d{1,5})");

  /**
   * Reads the setting. Returns an empty result if it is not given.
   *
   * @throws InvalidSetting if it is no address with a port
   */
  public static Optional<ListenAddress> read(SettingReader reader) {
    return reader.text(KEY).map(ListenAddress::parse);
  }

  /** Returns the address that a text names. */
  static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group(3));
      if (port >= 1 && port <= 65_535) {
        return new ListenAddress(
            matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
      }
    }
    throw new InvalidSetting(KEY, "must be address:port, such as 127.0.0.1:61616");
  }

  /** Returns whether only this machine can reach the address. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSetting(KEY, "must name an address of this machine");
    }
  }

  /** Returns the listener for producers. */
  public Listener listener() {
    return new Listener(KEY, uri(), host, port);
  }

  /** Returns the address as a URI, as Artemis expects it. */
  public String uri() {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
