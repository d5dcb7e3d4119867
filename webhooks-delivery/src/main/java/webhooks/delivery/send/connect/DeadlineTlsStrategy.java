package webhooks.delivery.send.connect;

import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/**
 * Secures connections with TLS 1.2 or 1.3, measures how long handshakes need to begin, and ends the
 * ones that exceed the time-out of an attempt.
 */
final class DeadlineTlsStrategy implements TlsStrategy {
  private final TlsStrategy withoutCertificate;
  private final DeadlineMonitor deadlines;
  private final ConnectionTurns turns;

  /**
   * Creates the strategy of all connections.
   *
   * @param context secures the connections that show no client certificate
   */
  DeadlineTlsStrategy(SSLContext context, DeadlineMonitor deadlines, ConnectionTurns turns) {
    this.withoutCertificate = of(context);
    this.deadlines = deadlines;
    this.turns = turns;
  }

  /** Returns what secures connections with this context, and checks the names of receivers. */
  static TlsStrategy of(SSLContext context) {
    return new DefaultClientTlsStrategy(
        context,
        new String[] {TLS.V_1_3.id, TLS.V_1_2.id},
        null,
        SSLBufferMode.STATIC,
        HostnameVerificationPolicy.BUILTIN,
        null);
  }

  @Override
  public void upgrade(
      TransportSecurityLayer connection,
      NamedEndpoint receiver,
      Object config,
      Timeout handshakeTimeout,
      FutureCallback<TransportSecurityLayer> callback) {
    if (!(receiver instanceof ReceiverEndpoint known)) {
      // Whether the connection needs a certificate is not known.
      callback.failed(new SSLException("The connection has no receiver endpoint"));
      return;
    }
    TlsHandshake handshake =
        new TlsHandshake((HttpConnection) connection, known, callback, deadlines);
    TlsStrategy tls = known.identity().map(ClientIdentity::tls).orElse(withoutCertificate);
    deadlines.add(handshake);
    long begin = System.nanoTime();
    tls.upgrade(connection, receiver, config, HttpClientFactory.limit(known.timeout()), handshake);
    turns.began(System.nanoTime() - begin);
  }

  /** The client calls the other method. */
  @Override
  @Deprecated
  public boolean upgrade(
      TransportSecurityLayer connection,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      Object config,
      Timeout handshakeTimeout) {
    throw new UnsupportedOperationException();
  }
}
