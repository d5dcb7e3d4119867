package webhooks.delivery.send;

import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;

/**
 * The TLS handshake of a connection.
 *
 * <p>The client can't break it off: an attempt that ends meanwhile leaves the connection to itself,
 * and a receiver that sends a byte now and then would keep it for ever.
 */
final class Handshake implements Timed {
  private final long startedNanos = System.nanoTime();
  private final HttpConnection connection;

  /** Starts at this moment. */
  Handshake(HttpConnection connection) {
    this.connection = connection;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public boolean isOver() {
    return connection.getSSLSession() != null || !connection.isOpen();
  }

  @Override
  public void expire() {
    connection.close(CloseMode.IMMEDIATE);
  }
}
