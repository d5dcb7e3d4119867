package webhooks.delivery.send.connect;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/**
 * Closes a connection at once if the receiver sends data while the connection is being closed.
 *
 * <p>An orderly TLS close waits for the receiver's closing message. A receiver that keeps sending
 * data would keep the connection, an I/O thread and memory in use.
 */
final class LateInputListener implements IOSessionListener {
  private final UnreadInput input;

  /**
   * Creates a listener.
   *
   * @param input gets the open connections
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
    // Nothing to do for an open connection.
  }

  @Override
  public void outputReady(IOSession connection) {
    // The size of requests is bounded.
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
