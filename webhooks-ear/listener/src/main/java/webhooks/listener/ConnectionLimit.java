package webhooks.listener;

import java.util.HashMap;
import java.util.Map;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;

/**
 * Limits the open connections of a listener, and those of each network. Otherwise one machine could
 * use up the file descriptors of the process without a login. Thread-safe.
 */
final class ConnectionLimit {
  private final int max;
  private final Map<ClientNetwork, Integer> open = new HashMap<>();
  private int total;

  ConnectionLimit(int max) {
    this.max = max;
  }

  /** Counts a connection until it is closed. Returns false if it is one too many. */
  boolean admit(Connection<?> connection) {
    ClientNetwork client = ClientNetwork.of(connection);
    if (!add(client)) {
      return false;
    }
    CloseListener<Closeable, CloseType> listener = (closed, type) -> remove(client);
    connection.addCloseListener(listener);
    return true;
  }

  synchronized boolean add(ClientNetwork client) {
    int ofClient = open.getOrDefault(client, 0);
    if (total == max || ofClient == ClientNetwork.share(max)) {
      return false;
    }
    open.put(client, ofClient + 1);
    total++;
    return true;
  }

  synchronized void remove(ClientNetwork client) {
    open.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    total--;
  }
}
