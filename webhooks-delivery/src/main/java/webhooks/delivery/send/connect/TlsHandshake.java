package webhooks.delivery.send.connect;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;

/**
 * A TLS handshake with a time-out, whose end is reported to the HTTP client exactly once.
 *
 * <p>The client itself can't end a handshake: it drops the attempt but leaves the connection alone,
 * so a receiver that sends a byte now and then could keep it open without limit. Closing a
 * connection does not complete its handshake callback, so this class does; otherwise the pool
 * counts the connection as leased and leaks.
 */
final class TlsHandshake
    implements DeadlineMonitor.Expirable, FutureCallback<TransportSecurityLayer> {
  private final long startedNanos = System.nanoTime();
  private final HttpConnection connection;
  private final ReceiverEndpoint receiver;
  private final FutureCallback<TransportSecurityLayer> client;
  private final DeadlineMonitor deadlines;
  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * Creates a handshake that starts now.
   *
   * @param receiver the endpoint of the connection
   * @param client the client's callback
   * @param deadlines has the handshake until it ends
   */
  TlsHandshake(
      HttpConnection connection,
      ReceiverEndpoint receiver,
      FutureCallback<TransportSecurityLayer> client,
      DeadlineMonitor deadlines) {
    this.connection = connection;
    this.receiver = receiver;
    this.client = client;
    this.deadlines = deadlines;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public Duration timeout() {
    return receiver.timeout();
  }

  @Override
  public void expire(boolean nodeBusy) {
    connection.close(CloseMode.IMMEDIATE);
    failed(new SocketTimeoutException("The handshake took too long"));
  }

  @Override
  public void completed(TransportSecurityLayer secured) {
    if (end()) {
      try {
        requireCertificate(secured);
        ReceiverStream.handle((ProtocolIOSession) secured, receiver.purpose());
      } catch (IOException e) {
        connection.close(CloseMode.IMMEDIATE);
        client.failed(e);
        return;
      }
      client.completed(secured);
    }
  }

  private void requireCertificate(TransportSecurityLayer secured) throws SSLException {
    if (receiver.identity().isPresent()) {
      receiver.identity().get().requireUsed(secured.getTlsDetails().getSSLSession());
    }
  }

  @Override
  public void failed(Exception failure) {
    if (end()) {
      client.failed(failure);
    }
  }

  @Override
  public void cancelled() {
    if (end()) {
      client.cancelled();
    }
  }

  /** Returns true if this call is the first that reports the end of the handshake. */
  private boolean end() {
    deadlines.remove(this);
    return reported.compareAndSet(false, true);
  }
}
