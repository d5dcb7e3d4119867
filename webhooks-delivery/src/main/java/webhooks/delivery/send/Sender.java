package webhooks.delivery.send;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.HttpClientFactory;
import webhooks.delivery.send.connect.PinnedAddresses;
import webhooks.delivery.send.connect.ProxyRoutePlanner;
import webhooks.delivery.send.connect.ReceiverEndpoint;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.HostAndPort;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscription;

/**
 * Sends deliveries: signs the body, pins the receiver's addresses, posts, and tells what came of
 * it.
 *
 * <p>Returns at once; attempts end on I/O threads, on look-up threads or on the deadlines' thread,
 * none of which may be held up. Makes no attempt twice: what failed is retried by the schedule.
 */
public final class Sender implements AutoCloseable {
  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final SecretCipher cipher;
  private final Clock clock;
  private final ExecutorService lookups;
  private final PinnedAddresses addresses;
  private final Optional<Proxy> proxy;
  private final PoolingAsyncClientConnectionManager connections;
  private final CloseableHttpAsyncClient client;
  private final DeadlineMonitor deadlines;
  private final Thread deadlinesThread;

  /** The proxy that all deliveries go through. */
  private record Proxy(CallbackHost host, int port, PinnedAddresses addresses) {
    static Proxy of(HostAndPort at, Executor lookups) {
      return new Proxy(CallbackHost.parse(at.host()), at.port(), PinnedAddresses.ofAny(lookups));
    }

    HttpHost httpHost() {
      return new HttpHost("http", host.name(), port);
    }

    CompletableFuture<Void> pin() {
      return addresses.pin(host);
    }
  }

  /**
   * Opens a sender.
   *
   * @param threads makes all of its threads
   * @throws webhooks.settings.InvalidSetting if a setting of delivery can't be used
   */
  public Sender(
      Settings.Delivery settings,
      HostGuard guard,
      SecretCipher cipher,
      Clock clock,
      ThreadFactory threads) {
    this.cipher = cipher;
    this.clock = clock;
    // A thread for each attempt there may be, so that a name whose servers stall delays no other.
    this.lookups =
        new ThreadPoolExecutor(
            0,
            HttpClientFactory.mostAttempts(settings),
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads);
    this.addresses = new PinnedAddresses(guard, lookups);
    this.proxy = settings.proxy().map(at -> Proxy.of(at, lookups));
    this.deadlines = new DeadlineMonitor(settings.timeout());
    this.connections =
        HttpClientFactory.connections(
            settings, proxy.map(Proxy::addresses).orElse(addresses), deadlines);
    this.client =
        HttpClientFactory.open(
            settings,
            connections,
            proxy.map(through -> new ProxyRoutePlanner(through.httpHost(), addresses)),
            threads);
    this.deadlinesThread = threads.newThread(deadlines);
    deadlinesThread.start();
  }

  /**
   * Makes one attempt.
   *
   * @return the attempt once it has ended, at the latest after the time-out; never fails
   */
  public CompletableFuture<Attempt> send(LeasedDelivery delivery, Subscription webhook) {
    RunningAttempt exchange = new RunningAttempt(clock);
    deadlines.add(exchange);
    addresses
        .pin(webhook.callbackUrl().host())
        .thenCompose(vetted -> proxy.map(Proxy::pin).orElse(NOTHING))
        .thenRun(() -> post(exchange, delivery, webhook))
        .exceptionally(
            failure -> {
              exchange.failed(new ExecutionException(failure));
              return null;
            });
    return exchange.attempt();
  }

  private void post(RunningAttempt exchange, LeasedDelivery delivery, Subscription webhook) {
    if (exchange.attempt().isDone()) {
      return;
    }
    CallbackUrl url = webhook.callbackUrl();
    // By name, never by address: only then does the client ask the pinned addresses.
    HttpHost host = new HttpHost("https", url.host().name(), url.port());
    byte[] body = delivery.body();
    BasicRequestProducer request =
        new BasicRequestProducer(
            request(host, url, delivery, body, webhook.secrets(cipher, clock.instant())),
            new BasicAsyncEntityProducer(body, ContentType.create("application/json")));
    HttpClientContext context = HttpClientContext.create();
    new ReceiverEndpoint(webhook.webhookId(), host.getHostName(), host.getPort()).in(context);
    exchange.sentAs(client.execute(host, request, exchange, null, context, exchange));
  }

  private HttpRequest request(
      HttpHost host, CallbackUrl url, LeasedDelivery delivery, byte[] body, List<String> secrets) {
    List<Signer> signers = secrets.stream().map(Signer::new).toList();
    String id = delivery.messageId().toString();
    long timestamp = Instant.now(clock).getEpochSecond();
    BasicHttpRequest request = new BasicHttpRequest(Method.POST, host, url.target());
    request.addHeader("Signature", signers.get(0).signature(body));
    request.addHeader("webhook-id", id);
    request.addHeader("webhook-timestamp", Long.toString(timestamp));
    request.addHeader(
        "webhook-signature",
        signers.stream()
            .map(signer -> signer.standardSignature(id, timestamp, body))
            .collect(Collectors.joining(" ")));
    return request;
  }

  /** Returns how many connections belong to an attempt, or are being opened for one. */
  int connectionsInUse() {
    return connections.getTotalStats().getLeased();
  }

  /** Breaks off what is under way and closes all connections. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    deadlinesThread.interrupt();
    lookups.shutdownNow();
  }
}
