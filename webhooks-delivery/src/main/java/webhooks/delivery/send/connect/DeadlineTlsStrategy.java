package webhooks.delivery.send.connect;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/**
 * Secures connections with TLS 1.2 or 1.3, measures how long handshakes need to begin, and ends the
 * ones that exceed the time-out of an attempt.
 */
final class DeadlineTlsStrategy extends DefaultClientTlsStrategy {
  private final DeadlineMonitor deadlines;
  private final ConnectionTurns turns;

  DeadlineTlsStrategy(SSLContext context, DeadlineMonitor deadlines, ConnectionTurns turns) {
    super(
        context,
        new String[] {TLS.V_1_3.id, TLS.V_1_2.id},
        null,
        SSLBufferMode.STATIC,
        HostnameVerificationPolicy.BUILTIN,
        null);
    this.deadlines = deadlines;
    this.turns = turns;
  }

  @Override
  public void upgrade(
      TransportSecurityLayer connection,
      NamedEndpoint receiver,
      Object config,
      Timeout handshakeTimeout,
      FutureCallback<TransportSecurityLayer> callback) {
    // The routes of all requests have such an endpoint.
    ReceiverEndpoint endpoint = (ReceiverEndpoint) receiver;
    TlsHandshake handshake =
        new TlsHandshake(
            (HttpConnection) connection,
            endpoint.purpose(),
            endpoint.timeout(),
            callback,
            deadlines);
    deadlines.add(handshake);
    long begin = System.nanoTime();
    super.upgrade(
        connection, receiver, config, HttpClientFactory.limit(endpoint.timeout()), handshake);
    turns.began(System.nanoTime() - begin);
  }
}
