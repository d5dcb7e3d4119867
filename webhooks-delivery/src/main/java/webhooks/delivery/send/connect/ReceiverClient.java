package webhooks.delivery.send.connect;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolStats;
import webhooks.domain.settings.DeliverySettings;

/**
 * The HTTP client that sends to receivers, and its connections.
 *
 * <p>If an I/O thread ends, for example by an {@link Error} for lack of memory, the client of the
 * library ends too: from then on it refuses all requests. The next request opens a new client; if
 * clients end again and again, {@link ReopeningLimit} makes that rare. Requests that were in flight
 * on the thread fail; the others have five seconds to end. Safe for several threads.
 */
public final class ReceiverClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ReceiverClient.class.getName());

  private final DeliverySettings settings;
  private final PinnedAddresses addresses;
  private final Optional<ProxyRoutePlanner> routes;
  private final DeadlineTlsStrategy tls;
  private final ClientIdentities identities;
  private final ConnectionTurns turns;
  private final UnreadInput input;
  private final ThreadFactory threads;
  private volatile OpenClient current;
  private final ReopeningLimit reopening = new ReopeningLimit();
  private boolean closed;

  /**
   * A client of the library.
   *
   * @param ended whether it was closed, or one of its threads has ended
   */
  private record OpenClient(
      CloseableHttpAsyncClient client,
      PoolingAsyncClientConnectionManager connections,
      AtomicBoolean ended) {}

  /**
   * Decides when an ended client may be replaced. Otherwise an error at each request would use up
   * threads, because each failed opening can leave one behind, and fill the log. The first
   * replacement comes at once, and so does one after {@link #QUIET_NANOS}. Not safe for several
   * threads.
   */
  static final class ReopeningLimit {
    static final long MIN_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Without a replacement for so long, there is no lasting fault. */
    static final long QUIET_NANOS = 2 * MAX_WAIT_NANOS;

    private boolean used;
    private long lastNanos;
    private long waitNanos = MIN_WAIT_NANOS;

    /** Returns whether a client may be opened now, and counts it if so. */
    boolean tryOpen(long nowNanos) {
      long since = nowNanos - lastNanos;
      if (used && since < waitNanos) {
        return false;
      }
      waitNanos =
          used && since < QUIET_NANOS ? Math.min(2 * waitNanos, MAX_WAIT_NANOS) : MIN_WAIT_NANOS;
      used = true;
      lastNanos = nowNanos;
      return true;
    }
  }

  /**
   * Opens a client.
   *
   * @param addresses the addresses of receivers, or of the proxy if there is one
   * @param routes the routes through the proxy, if one is configured
   * @param deadlines ends handshakes that take too long
   * @throws webhooks.settings.InvalidSetting if a delivery setting is invalid
   */
  public ReceiverClient(
      DeliverySettings settings,
      PinnedAddresses addresses,
      Optional<ProxyRoutePlanner> routes,
      DeadlineMonitor deadlines,
      ThreadFactory threads) {
    this.settings = settings;
    this.addresses = addresses;
    this.routes = routes;
    this.turns = new ConnectionTurns(Runtime.getRuntime().availableProcessors());
    TrustManager[] trusted = TrustedCertificates.managers(settings.trustedCertificates());
    this.identities = new ClientIdentities(trusted);
    this.tls =
        new DeadlineTlsStrategy(TrustedCertificates.context(null, trusted), deadlines, turns);
    this.input = deadlines.input();
    this.threads = threads;
    this.current = open();
    turns.start(threads);
  }

  private OpenClient open() {
    PoolingAsyncClientConnectionManager connections =
        HttpClientFactory.connections(settings, addresses, tls, turns);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicReference<CloseableHttpAsyncClient> opened = new AtomicReference<>();
    CloseableHttpAsyncClient client =
        HttpClientFactory.create(
            settings, connections, routes, input, work -> ioThread(work, ended, opened));
    opened.set(client);
    try {
      client.start();
    } catch (RuntimeException | Error e) {
      ended.set(true);
      client.close(CloseMode.IMMEDIATE);
      throw e;
    }
    return new OpenClient(client, connections, ended);
  }

  private Thread ioThread(
      Runnable work, AtomicBoolean ended, AtomicReference<CloseableHttpAsyncClient> client) {
    return threads.newThread(
        () -> {
          Throwable cause = null;
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            cause = e;
          }
          // The other threads end with the first one.
          boolean isFirst = ended.compareAndSet(false, true);
          try {
            if (isFirst || cause != null) {
              LOG.log(
                  Level.SEVERE,
                  "An I/O thread ended; the next attempt opens a new HTTP client",
                  cause);
            }
          } finally {
            if (isFirst) {
              // An interrupt that ended this thread must not end the wait, which lasts until the
              // requests on the other I/O threads have ended, for 5 s at most.
              Thread.interrupted();
              client.get().close(CloseMode.GRACEFUL);
            }
          }
        });
  }

  /** Returns the current client, or a new one if it has ended and may be replaced. */
  private OpenClient usable() {
    if (current.ended().get()) {
      synchronized (this) {
        if (!closed && current.ended().get() && reopening.tryOpen(System.nanoTime())) {
          current = open();
        }
      }
    }
    return current;
  }

  /**
   * Sends a request.
   *
   * @return a future that cancels the request
   */
  public <T> Future<T> execute(
      HttpHost host,
      AsyncRequestProducer request,
      AsyncResponseConsumer<T> response,
      HttpContext context,
      FutureCallback<T> callback) {
    return usable().client().execute(host, request, response, null, context, callback);
  }

  /** Returns the client certificates of webhooks. */
  public ClientIdentities identities() {
    return identities;
  }

  /** Returns the use of the connection pool. */
  public PoolStats connections() {
    return current.connections().getTotalStats();
  }

  /**
   * Cancels the requests in flight and closes all connections. A client that has ended before
   * closes by itself.
   */
  @Override
  public synchronized void close() {
    closed = true;
    current.ended().set(true);
    current.client().close(CloseMode.IMMEDIATE);
    turns.close();
  }
}
