package webhooks.delivery.send.connect;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
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
 * <p>An {@link Error} on an I/O thread, such as no memory, ends the client of the library: from
 * then on it refuses all requests. The next request opens a new one, at most once a second.
 * Requests that were in flight on the thread fail; the others have five seconds to end. Safe for
 * several threads.
 */
public final class ReceiverClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ReceiverClient.class.getName());

  /** The time between two openings, so that an error at each request does not use up threads. */
  private static final long MIN_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A client that could not be opened can leave a thread behind. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final DeliverySettings settings;
  private final PinnedAddresses addresses;
  private final Optional<ProxyRoutePlanner> routes;
  private final DeadlineTlsStrategy tls;
  private final ThreadFactory threads;
  private volatile OpenClient current;
  private long reopened = System.nanoTime() - MIN_WAIT_NANOS;
  private long wait = MIN_WAIT_NANOS;
  private boolean closed;

  /** A client of the library. */
  private record OpenClient(
      CloseableHttpAsyncClient client,
      PoolingAsyncClientConnectionManager connections,
      AtomicBoolean failed) {}

  /**
   * Opens a client.
   *
   * @param addresses of receivers, or of the proxy if there is one
   * @param routes the routes through the proxy, if one is configured
   * @param deadlines of handshakes
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
    this.tls =
        new DeadlineTlsStrategy(
            TrustedCertificates.context(settings.trustedCertificates()), deadlines);
    this.threads = threads;
    this.current = open();
  }

  private OpenClient open() {
    PoolingAsyncClientConnectionManager connections =
        HttpClientFactory.connections(settings, addresses, tls);
    AtomicBoolean failed = new AtomicBoolean();
    AtomicReference<CloseableHttpAsyncClient> opened = new AtomicReference<>();
    CloseableHttpAsyncClient client =
        HttpClientFactory.create(
            settings, connections, routes, work -> ioThread(work, failed, opened));
    opened.set(client);
    try {
      client.start();
    } catch (RuntimeException | Error e) {
      client.close(CloseMode.IMMEDIATE);
      throw e;
    }
    return new OpenClient(client, connections, failed);
  }

  private Thread ioThread(
      Runnable work, AtomicBoolean failed, AtomicReference<CloseableHttpAsyncClient> client) {
    return threads.newThread(
        () -> {
          try {
            work.run();
          } catch (Error e) {
            // First, because it needs no memory.
            failed.set(true);
            try {
              LOG.log(Level.SEVERE, "An I/O thread failed; a new HTTP client is opened", e);
            } finally {
              // Waits until the requests on the other I/O threads have ended, for 5 s at most.
              client.get().close(CloseMode.GRACEFUL);
            }
          }
        });
  }

  private OpenClient usable() {
    if (current.failed().get()) {
      synchronized (this) {
        long now = System.nanoTime();
        if (current.failed().get() && !closed && now - reopened >= wait) {
          reopened = now;
          wait = Math.min(2 * wait, MAX_WAIT_NANOS);
          current = open();
          wait = MIN_WAIT_NANOS;
        }
      }
    }
    return current;
  }

  /**
   * Sends a request.
   *
   * @return cancels the request
   */
  public <T> Future<T> execute(
      HttpHost host,
      AsyncRequestProducer request,
      AsyncResponseConsumer<T> response,
      HttpContext context,
      FutureCallback<T> callback) {
    return usable().client().execute(host, request, response, null, context, callback);
  }

  /** Returns the use of the connection pool. */
  public PoolStats connections() {
    return current.connections().getTotalStats();
  }

  /**
   * Cancels the requests in flight and closes all connections. A client that an error has ended
   * closes by itself.
   */
  @Override
  public synchronized void close() {
    closed = true;
    current.client().close(CloseMode.IMMEDIATE);
  }
}
