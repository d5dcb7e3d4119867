package webhooks.delivery.send.connect;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.core5.reactor.IOSession;

/**
 * Finds the open connections with input that the I/O threads have not read yet. If there are any,
 * the node itself is late, and not its receiver.
 *
 * <p>A receiver can't cause this: an I/O thread reads all input at its next turn, and a connection
 * that the client does not want to read does not count. Safe for several threads.
 */
final class UnreadInput {
  private static final Logger LOG = Logger.getLogger(UnreadInput.class.getName());

  private final Map<String, IOSession> open = new ConcurrentHashMap<>();

  void connected(IOSession connection) {
    open.put(connection.getId(), connection);
  }

  void disconnected(IOSession connection) {
    open.remove(connection.getId());
  }

  /**
   * Returns the connections with unread input, each with the time of its latest read; none if the
   * process has no file descriptor left for the search.
   */
  Map<IOSession, Long> find() {
    Map<IOSession, Long> unread = new HashMap<>();
    try (Selector selector = Selector.open()) {
      for (IOSession connection : open.values()) {
        watch(connection, selector);
      }
      selector.selectNow(
          ready -> {
            IOSession connection = (IOSession) ready.attachment();
            unread.put(connection, connection.getLastReadTime());
          });
    } catch (IOException e) {
      LOG.log(Level.FINE, "Unread input can't be looked for", e);
    }
    return unread;
  }

  private void watch(IOSession connection, Selector selector) {
    try {
      if ((connection.getEventMask() & SelectionKey.OP_READ) != 0
          && connection.channel() instanceof SocketChannel channel) {
        channel.register(selector, SelectionKey.OP_READ, connection);
      }
    } catch (ClosedChannelException | CancelledKeyException e) {
      disconnected(connection);
    }
  }
}
