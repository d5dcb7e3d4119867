package webhooks.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;

/** Request threads that run a request when the test says so: each one here has a thread. */
final class ManualThreads extends ArrayDeque<Runnable> {
  private static final long serialVersionUID = 1;

  /** Runs all requests, and the ones that get a thread meanwhile. */
  void endAll() {
    while (!isEmpty()) {
      remove().run();
    }
  }

  /** Returns the network of a client at this address. */
  static ClientNetwork address(String literal) {
    try {
      return ClientNetwork.of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
