package webhooks.micro;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import webhooks.settings.InvalidSetting;
import webhooks.settings.Listener;
import webhooks.settings.SettingReader;

/**
 * The address that the server listens on, and its port without TLS.
 *
 * @param address {@code webhooks.http.address}; the default, 127.0.0.1, is this machine only
 * @param port {@code webhooks.http.port} or {@code --port}; the default is 8080; empty if it is off
 */
record HttpSettings(String address, OptionalInt port) {
  static final String ADDRESS = "webhooks.http.address";
  static final String PORT = "webhooks.http.port";
  private static final String OFF = "off";

  static HttpSettings read(SettingReader reader) {
    return new HttpSettings(address(reader.text(ADDRESS, "127.0.0.1")), port(reader));
  }

  private static OptionalInt port(SettingReader reader) {
    return reader.text(PORT).filter(OFF::equals).isPresent()
        ? OptionalInt.empty()
        : OptionalInt.of(reader.port(PORT, 8080));
  }

  /** Returns the same settings without a port. */
  HttpSettings off() {
    return new HttpSettings(address, OptionalInt.empty());
  }

  /** Refuses an address or port that is not available, before the server's long start. */
  void refuseIfTaken() {
    refuseForeignAddress();
    listener().ifPresent(Listener::refuseIfTaken);
  }

  /** Refuses an address that this machine does not have. */
  void refuseForeignAddress() {
    if (!new Listener(ADDRESS, address, address, 0).isFree()) {
      throw new InvalidSetting(ADDRESS, "must be an address of this machine");
    }
  }

  /** Returns the listener for callers without TLS; empty if it is off. */
  Optional<Listener> listener() {
    return port.stream()
        .mapToObj(number -> new Listener(PORT, "http://" + address + ":" + number, address, number))
        .findFirst();
  }

  private static String address(String text) {
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSetting(ADDRESS, "must be an address of this machine");
    }
  }
}
