package webhooks.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import webhooks.settings.VerifiedCaller;

/** Request threads that run a request when the test says so: each one here has a thread. */
final class ManualThreads extends ArrayDeque<Runnable> {
  private static final long serialVersionUID = 1;

  /** Runs all requests, and the ones that get a thread meanwhile. */
  void endAll() {
    while (!isEmpty()) {
      remove().run();
    }
  }

  /**
   * Returns a caller.
   *
   * @param text the address of one that is not known, or the account and the client of one that is,
   *     with a slash between them
   */
  static QueueKey caller(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return QueueKey.of(new VerifiedCaller(text.substring(0, slash), text.substring(slash + 1)));
    }
    try {
      return QueueKey.unverified(ClientNetwork.of(InetAddress.getByName(text)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
