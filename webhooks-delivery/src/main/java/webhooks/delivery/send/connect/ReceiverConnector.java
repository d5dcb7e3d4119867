package webhooks.delivery.send.connect;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.nio.DefaultAsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;

/**
 * Opens connections to receivers in turn by account ({@link ConnectionTurns}).
 *
 * <p>A connection waits before it is opened: otherwise the receiver could send data or close before
 * the handshake begins, and the client would read that as HTTP.
 */
final class ReceiverConnector extends DefaultAsyncClientConnectionOperator {
  private final ConnectionTurns turns;

  ReceiverConnector(
      TlsStrategy tls, SchemePortResolver ports, DnsResolver addresses, ConnectionTurns turns) {
    super(
        RegistryBuilder.<TlsStrategy>create().register(URIScheme.HTTPS.id, tls).build(),
        ports,
        addresses);
    this.turns = turns;
  }

  @Override
  public Future<ManagedAsyncClientConnection> connect(
      ConnectionInitiator initiator,
      HttpHost host,
      Path unixSocket,
      NamedEndpoint receiver,
      SocketAddress local,
      Timeout timeout,
      Object config,
      HttpContext context,
      FutureCallback<ManagedAsyncClientConnection> callback) {
    ComplexFuture<ManagedAsyncClientConnection> opened = new ComplexFuture<>(callback);
    try {
      ReceiverEndpoint endpoint = ReceiverEndpoint.of(context);
      Timeout limit = HttpClientFactory.limit(endpoint.timeout());
      turns.add(
          endpoint.accountId(),
          endpoint.timeout(),
          new PendingConnection(
              opened,
              pending ->
                  super.connect(
                      initiator,
                      host,
                      unixSocket,
                      receiver,
                      local,
                      limit,
                      config,
                      context,
                      pending)));
    } catch (HttpException e) {
      opened.failed(e);
    }
    return opened;
  }

  /** A connection that is opened when its turn comes. */
  private final class PendingConnection
      implements ConnectionTurns.Opening, FutureCallback<ManagedAsyncClientConnection> {
    private final ComplexFuture<ManagedAsyncClientConnection> opened;
    private final Function<PendingConnection, Future<?>> open;

    PendingConnection(
        ComplexFuture<ManagedAsyncClientConnection> opened,
        Function<PendingConnection, Future<?>> open) {
      this.opened = opened;
      this.open = open;
    }

    @Override
    public boolean isOver() {
      return opened.isDone();
    }

    @Override
    public void begin() {
      try {
        opened.setDependency(open.apply(this));
      } catch (RuntimeException e) {
        // The client was closed meanwhile.
        failed(e);
      } catch (Error e) {
        failed(new IllegalStateException(e));
        throw e;
      }
    }

    @Override
    public void completed(ManagedAsyncClientConnection connection) {
      if (!opened.completed(connection)) {
        connection.close(CloseMode.IMMEDIATE);
      }
    }

    @Override
    public void failed(Exception cause) {
      opened.failed(cause);
    }

    @Override
    public void cancelled() {
      opened.cancel();
    }
  }
}
