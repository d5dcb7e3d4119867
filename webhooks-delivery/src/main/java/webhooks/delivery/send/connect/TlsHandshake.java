package webhooks.delivery.send.connect;

import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;

/**
 * The TLS handshake of a connection, whose end the client is told of once.
 *
 * <p>The client can't break it off: an attempt that ends meanwhile leaves the connection to itself,
 * and a receiver that sends a byte now and then would keep it for ever. Nor does a connection that
 * is closed tell of its handshake: without being told here, the client would count it as in use for
 * ever, and have none left one day.
 */
final class TlsHandshake implements Expirable, FutureCallback<TransportSecurityLayer> {
  private final long startedNanos = System.nanoTime();
  private final HttpConnection connection;
  private final FutureCallback<TransportSecurityLayer> client;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Starts at this moment.
   *
   * @param client is told of the end
   */
  TlsHandshake(HttpConnection connection, FutureCallback<TransportSecurityLayer> client) {
    this.connection = connection;
    this.client = client;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public boolean isOver() {
    return told.get();
  }

  @Override
  public void expire() {
    connection.close(CloseMode.IMMEDIATE);
    failed(new SocketTimeoutException("The handshake took too long"));
  }

  @Override
  public void completed(TransportSecurityLayer secured) {
    if (told.compareAndSet(false, true)) {
      client.completed(secured);
    }
  }

  @Override
  public void failed(Exception failure) {
    if (told.compareAndSet(false, true)) {
      client.failed(failure);
    }
  }

  @Override
  public void cancelled() {
    if (told.compareAndSet(false, true)) {
      client.cancelled();
    }
  }
}
