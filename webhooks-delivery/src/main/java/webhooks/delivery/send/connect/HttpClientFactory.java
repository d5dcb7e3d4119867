package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import webhooks.domain.node.DirectSender;
import webhooks.domain.settings.DeliverySettings;
import webhooks.settings.ProductVersion;

/**
 * Creates the HTTP client of deliveries: without redirects, cookies, authentication and
 * compression, and with a limit for each wait and each size. It repeats no request, except one on a
 * kept connection that the receiver has closed.
 */
public final class HttpClientFactory {
  private static final Logger LOG = Logger.getLogger(HttpClientFactory.class.getName());
  private static final int MAX_HEADER_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 100;

  /** The limits of responses. */
  static final Http1Config HTTP1 =
      Http1Config.custom().setMaxLineLength(MAX_HEADER_LINE).setMaxHeaderCount(MAX_HEADERS).build();

  /**
   * How much later than an attempt's deadline the client gives up, so that {@link DeadlineMonitor}
   * alone decides what a time-out means.
   */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /**
   * The context attribute that holds the {@code AsyncExecRuntime} of a request, which can close the
   * connection of the request.
   */
  static final String CONNECTION = "connection";

  private HttpClientFactory() {}

  /**
   * Creates a client that sends through these connections. It is not started yet.
   *
   * @param routes the routes through the proxy, if one is configured
   * @param input gets the open connections
   * @param threads creates the I/O threads
   */
  static CloseableHttpAsyncClient create(
      DeliverySettings settings,
      PoolingAsyncClientConnectionManager connections,
      Optional<ProxyRoutePlanner> routes,
      UnreadInput input,
      ThreadFactory threads) {
    HttpAsyncClientBuilder builder = bounded(settings).setRoutePlanner(HttpClientFactory::direct);
    routes.ifPresent(
        through ->
            builder
                .setRoutePlanner(through)
                .addExecInterceptorBefore(
                    ChainElement.CONNECT.name(),
                    "TUNNEL",
                    (request, body, scope, rest, exchange) ->
                        new TunnelledRequest(through, request, body, scope, rest, exchange).use()));
    AtomicReference<CloseableHttpAsyncClient> created = new AtomicReference<>();
    CloseableHttpAsyncClient client =
        builder
            .addRequestInterceptorLast(RequestListener::pass)
            .addExecInterceptorFirst(
                "CONNECTION",
                (request, body, scope, rest, exchange) -> {
                  prepare(scope.clientContext, scope.execRuntime, settings.timeout());
                  rest.proceed(request, body, scope, exchange);
                })
            // Runs inside the tunnel's interceptor: only its scope has the route of the tunnel.
            .addExecInterceptorBefore(
                ChainElement.CONNECT.name(),
                "KEPT_CONNECTION",
                (request, body, scope, rest, exchange) ->
                    new KeptConnectionRequest(request, body, scope, rest, exchange).send())
            .setConnectionManager(connections)
            .setIOSessionListener(new LateInputListener(input))
            .setIoReactorExceptionCallback(fault -> ioFailed(fault, created.get()))
            .setThreadFactory(threads)
            .build();
    created.set(client);
    return client;
  }

  private static HttpRoute direct(HttpHost host, HttpContext context) throws HttpException {
    return new HttpRoute(host, ReceiverEndpoint.of(context), null, true);
  }

  private static void prepare(
      HttpClientContext context, AsyncExecRuntime connection, Duration usual) throws HttpException {
    context.setAttribute(CONNECTION, connection);
    Duration timeout = ReceiverEndpoint.of(context).timeout();
    if (!timeout.equals(usual)) {
      context.setRequestConfig(config(timeout));
    }
  }

  /** Logs a failure of an I/O thread. Closing the client causes failures too. */
  private static void ioFailed(Exception fault, CloseableHttpAsyncClient client) {
    boolean closed = client.getStatus().compareTo(IOReactorStatus.SHUTTING_DOWN) >= 0;
    LOG.log(closed ? Level.FINE : Level.SEVERE, "An I/O thread failed", fault);
  }

  /** Returns a builder with all limits set and all automatic features switched off. */
  private static HttpAsyncClientBuilder bounded(DeliverySettings settings) {
    return HttpAsyncClients.custom()
        .setIOReactorConfig(
            IOReactorConfig.custom()
                .setIoThreadCount(Math.max(2, Runtime.getRuntime().availableProcessors() / 2))
                .setSoTimeout(limit(settings.timeout()))
                .setTcpNoDelay(true)
                .build())
        .setHttp1Config(HTTP1)
        .setDefaultRequestConfig(config(settings.timeout()))
        .setUserAgent("Webhooks/" + ProductVersion.text())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableConnectionState()
        .disableContentCompression()
        .disableRequestPriority()
        .evictExpiredConnections()
        .evictIdleConnections(TimeValue.ofSeconds(20));
  }

  private static RequestConfig config(Duration timeout) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(limit(timeout))
        .setResponseTimeout(limit(timeout))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .build();
  }

  /** Returns the limit of each wait of the client in an attempt with this time-out. */
  static Timeout limit(Duration timeout) {
    return Timeout.of(timeout.plus(MARGIN));
  }

  /** Returns the maximum number of concurrent attempts: deliveries in flight and test events. */
  public static int maxAttempts(DeliverySettings settings) {
    return settings.maxInFlight() + DirectSender.MAX_CONCURRENT;
  }

  /**
   * Returns a pool whose connections are opened to pinned addresses only.
   *
   * <p>It holds twice as many connections as there can be attempts. An attempt lasts as long as it
   * has its connection, so half of the pool is enough for all attempts and none waits. The other
   * half is for idle connections, of which the longest idle one is closed first, and for
   * connections that are still being opened although their attempts have ended, for little more
   * than a time-out at most.
   *
   * @param addresses of receivers, or of the proxy if there is one
   * @param turns the order in which connections are opened
   */
  static PoolingAsyncClientConnectionManager connections(
      DeliverySettings settings,
      PinnedAddresses addresses,
      TlsStrategy tls,
      ConnectionTurns turns) {
    int connections = maxAttempts(settings);
    return new PoolingAsyncClientConnectionManagerBuilder() {
      @Override
      protected AsyncClientConnectionOperator createConnectionOperator(
          TlsStrategy strategy, SchemePortResolver ports, DnsResolver resolver) {
        return new ReceiverConnector(strategy, ports, resolver, turns);
      }
    }.setDnsResolver(addresses)
        .setTlsStrategy(tls)
        .setDefaultTlsConfig(
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(limit(settings.timeout()))
                .setSocketTimeout(limit(settings.timeout()))
                .setValidateAfterInactivity(TimeValue.of(1, TimeUnit.SECONDS))
                .setTimeToLive(TimeValue.ofMinutes(10))
                .build())
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
        .setMaxConnTotal(2 * connections)
        .setMaxConnPerRoute(connections)
        .build();
  }
}
