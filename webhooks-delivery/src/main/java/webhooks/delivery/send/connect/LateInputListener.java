package webhooks.delivery.send.connect;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/**
 * Closes a connection at once if the receiver sends data while the connection is being closed, and
 * adds open connections to {@link UnreadInput}. For I/O threads.
 *
 * <p>An orderly TLS close waits for the receiver's {@code close_notify}. A receiver that keeps
 * sending data would keep the connection, an I/O thread and memory in use.
 */
final class LateInputListener implements IOSessionListener {
  private final UnreadInput input;

  /**
   * Creates a listener of all connections of a client.
   *
   * @param input gets each connection that opens, and loses it when it closes
   */
  LateInputListener(UnreadInput input) {
    this.input = input;
  }

  @Override
  public void inputReady(IOSession connection) {
    if (connection.getStatus() != IOSession.Status.ACTIVE) {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public void connected(IOSession connection) {
    input.connected(connection);
  }

  @Override
  public void startTls(IOSession connection) {
    // Nothing to do: the connection was added when it opened.
  }

  @Override
  public void outputReady(IOSession connection) {
    // Nothing to do: a request has a bounded size, so its output ends.
  }

  @Override
  public void timeout(IOSession connection) {
    // The client closes the connection.
  }

  @Override
  public void exception(IOSession connection, Exception failure) {
    // The client closes the connection.
  }

  @Override
  public void disconnected(IOSession connection) {
    input.disconnected(connection);
  }
}
