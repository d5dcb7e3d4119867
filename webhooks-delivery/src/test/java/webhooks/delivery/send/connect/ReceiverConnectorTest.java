package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection to a receiver is opened. The double of the reactor opens none. */
@org.junit.jupiter.api.Timeout(60)
class ReceiverConnectorTest {
  private final BlockingQueue<SocketAddress> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<Timeout> timeouts = new LinkedBlockingQueue<>();
  private final ConnectionTurns turns = new ConnectionTurns(2);
  private final ReceiverConnector connector =
      new ReceiverConnector(
          DefaultClientTlsStrategy.createDefault(),
          DefaultSchemePortResolver.INSTANCE,
          SystemDefaultDnsResolver.INSTANCE,
          turns);

  /** Notes what is opened. */
  private final ConnectionInitiator reactor =
      new ConnectionInitiator() {
        @Override
        public Future<IOSession> connect(
            NamedEndpoint endpoint,
            SocketAddress remote,
            SocketAddress local,
            Timeout timeout,
            Object attachment,
            FutureCallback<IOSession> callback) {
          opened.add(remote);
          timeouts.add(timeout);
          return new CompletableFuture<>();
        }
      };

  @AfterEach
  void close() {
    turns.close();
  }

  @Test
  void connectionIsOpenedInItsTurn() throws Exception {
    connect(443, context());
    assertThat(opened).isEmpty();

    turns.start(Thread::new);

    assertThat(next()).isEqualTo(443);
  }

  /** A connection that is opened for longer would outlast its attempt. */
  @Test
  void connectionIsOpenedWithinTheTimeOutOfItsAttempt() throws Exception {
    connect(443, context());
    turns.start(Thread::new);

    assertThat(timeouts.poll(30, TimeUnit.SECONDS))
        .isEqualTo(Timeout.of(Duration.ofHours(1).plusSeconds(1)));
  }

  @Test
  void connectionThatNobodyWantsAnyMoreIsNotOpened() throws Exception {
    connect(443, context()).cancel(true);
    connect(444, context());

    turns.start(Thread::new);

    assertThat(next()).isEqualTo(444);
    assertThat(opened).isEmpty();
  }

  @Test
  void connectionThatWaitsWhenTheClientIsClosedIsCancelled() {
    CompletableFuture<ManagedAsyncClientConnection> connection = connect(443, context());

    turns.close();

    assertThat(connection).isCancelled();
    assertThatThrownBy(connection::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void connectionToNoReceiverFails() {
    assertThatThrownBy(connect(443, HttpClientContext.create())::get)
        .hasCauseInstanceOf(HttpException.class);
  }

  private static HttpContext context() {
    HttpContext context = HttpClientContext.create();
    new ReceiverEndpoint(
            "client",
            "account",
            "localhost",
            443,
            ReceiverEndpoint.Purpose.DELIVERY,
            Duration.ofHours(1),
            Optional.empty())
        .in(context);
    return context;
  }

  /** Returns what the caller sees. To cancel it cancels the opening. */
  private CompletableFuture<ManagedAsyncClientConnection> connect(int port, HttpContext context) {
    Result result = new Result();
    result.opening =
        connector.connect(
            reactor,
            new HttpHost("https", InetAddress.getLoopbackAddress(), "localhost", port),
            null,
            null,
            null,
            Timeout.ofSeconds(1),
            null,
            context,
            result);
    return result;
  }

  private int next() throws InterruptedException {
    return ((InetSocketAddress) opened.poll(30, TimeUnit.SECONDS)).getPort();
  }

  /** The result of an opening. */
  private static final class Result extends CompletableFuture<ManagedAsyncClientConnection>
      implements FutureCallback<ManagedAsyncClientConnection> {
    private Future<?> opening;

    @Override
    public void completed(ManagedAsyncClientConnection connection) {
      complete(connection);
    }

    @Override
    public void failed(Exception cause) {
      completeExceptionally(cause);
    }

    @Override
    public void cancelled() {
      super.cancel(true);
    }

    @Override
    public boolean cancel(boolean interrupt) {
      return opening.cancel(interrupt);
    }
  }
}
