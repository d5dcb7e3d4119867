package webhooks.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * An address and a port that a start listens on.
 *
 * @param setting the setting that names the port
 * @param url the address in the form that people read
 * @param address the name or the number of a network interface
 * @param port the port; 0 stands for any
 */
public record Listener(String setting, String url, String address, int port) {

  /** Returns whether a start could listen there now. */
  public boolean isFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Refuses a port that is in use, before the server's long start. */
  public void refuseIfTaken() {
    if (!isFree()) {
      throw taken();
    }
  }

  /**
   * Checks the port, and returns the address. The node that runs with the same data directory may
   * have the port, because the start replaces this node.
   *
   * @param nodeRuns whether a node runs with the same data directory
   * @throws InvalidSetting if another program has the port
   */
  public String check(boolean nodeRuns) {
    if (isFree()) {
      return url;
    }
    if (nodeRuns) {
      return url + ", in use now";
    }
    throw taken();
  }

  private InvalidSetting taken() {
    return new InvalidSetting(setting, "names a port that is in use");
  }
}
