package webhooks.delivery.send.connect;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/**
 * Closes connections that are being closed and still receive.
 *
 * <p>Closing TLS in good order waits for the receiver's farewell. One that goes on sending instead
 * would keep the connection and an I/O thread busy, and what it sends in memory.
 */
final class LateInputListener implements IOSessionListener {
  @Override
  public void inputReady(IOSession connection) {
    if (connection.getStatus() != IOSession.Status.ACTIVE) {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public void connected(IOSession connection) {
    // Wanted, so far.
  }

  @Override
  public void startTls(IOSession connection) {
    // Wanted, so far.
  }

  @Override
  public void outputReady(IOSession connection) {
    // What is to be sent is wanted, and bounded.
  }

  @Override
  public void timeout(IOSession connection) {
    // Closed by the client.
  }

  @Override
  public void exception(IOSession connection, Exception failure) {
    // Closed by the client.
  }

  @Override
  public void disconnected(IOSession connection) {
    // Nothing more can come.
  }
}
