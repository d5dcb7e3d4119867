package webhooks.micro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The address and port that the server listens on.
 *
 * @param address {@code webhooks.http.address}; the default, 127.0.0.1, is this machine only
 * @param port {@code webhooks.http.port} or {@code --port}; the default is 8080
 */
record HttpSettings(String address, int port) {
  static final String ADDRESS = "webhooks.http.address";
  static final String PORT = "webhooks.http.port";

  static HttpSettings read(SettingReader reader) {
    return new HttpSettings(
        address(reader.text(ADDRESS).orElse("127.0.0.1")), reader.port(PORT).orElse(8080));
  }

  /** Refuses an address or port that is not available, before the server's long start. */
  void refuseIfTaken() {
    if (!isFree(address, 0)) {
      throw new InvalidSetting(ADDRESS, "must be an address of this machine");
    }
    if (!isFree(address, port)) {
      throw new InvalidSetting(PORT, "names a port that is in use");
    }
  }

  static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String address(String text) {
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSetting(ADDRESS, "must be an address of this machine");
    }
  }
}
