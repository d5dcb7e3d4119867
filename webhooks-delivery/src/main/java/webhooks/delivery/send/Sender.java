package webhooks.delivery.send;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.pool.PoolStats;
import webhooks.delivery.send.DecryptedWebhooks.DecryptedWebhook;
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.HttpClientFactory;
import webhooks.delivery.send.connect.PinnedAddresses;
import webhooks.delivery.send.connect.ProxyRoutePlanner;
import webhooks.delivery.send.connect.ReceiverClient;
import webhooks.delivery.send.connect.ReceiverEndpoint;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.option.request.RequestContent;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.HostAndPort;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.trace.TraceContext;

/**
 * Sends deliveries: looks the receiver's addresses up and checks them, signs the body and posts it.
 *
 * <p>{@link #send} returns at once. Attempts end on I/O threads, look-up threads or the thread of
 * the deadline monitor, none of which may block. Never repeats an attempt: the retry schedule does
 * that. An attempt sends its request again, once, if the receiver closes a kept connection.
 */
public final class Sender implements AutoCloseable {
  private static final CompletableFuture<Void> PINNED = CompletableFuture.completedFuture(null);

  private final DecryptedWebhooks webhooks;
  private final RequestContents contents;
  private final Clock clock;
  private final boolean sendsTraceState;
  private final PinnedAddresses addresses;
  private final Optional<Proxy> proxy;
  private final ReceiverClient client;
  private final DeadlineMonitor deadlines;

  /** The proxy that all deliveries go through. */
  private record Proxy(CallbackHost host, int port, PinnedAddresses addresses) {
    static Proxy of(HostAndPort at, SharedExecutor lookups) {
      return new Proxy(CallbackHost.parse(at.host()), at.port(), PinnedAddresses.ofAny(lookups));
    }

    HttpHost httpHost() {
      return new HttpHost("http", host.name(), port);
    }

    CompletableFuture<Void> pin() {
      return addresses.pin(host, LimitKey.WITHOUT_ACCOUNT);
    }
  }

  /**
   * Opens a sender.
   *
   * @param threads the threads of the sender
   * @throws webhooks.settings.InvalidSetting if a delivery setting is invalid
   */
  public Sender(
      Settings settings, HostGuard guard, SecretCipher cipher, Clock clock, SenderThreads threads) {
    DeliverySettings delivery = settings.delivery();
    this.webhooks = new DecryptedWebhooks(cipher);
    this.contents = new RequestContents(settings.publicUrl(), RequestContents.MAX_ADDED_BYTES);
    this.clock = clock;
    this.sendsTraceState = delivery.sendsTraceState();
    SharedExecutor lookups = threads.lookups(HttpClientFactory.maxAttempts(delivery));
    this.addresses = new PinnedAddresses(guard, lookups);
    this.proxy = delivery.proxy().map(at -> Proxy.of(at, lookups));
    this.deadlines = new DeadlineMonitor(delivery.timeout(), threads.factory());
    this.client =
        new ReceiverClient(
            delivery,
            proxy.map(Proxy::addresses).orElse(addresses),
            proxy.map(through -> new ProxyRoutePlanner(through.httpHost(), addresses)),
            deadlines,
            threads.factory());
  }

  /**
   * Makes one attempt.
   *
   * @return completed with the attempt when it ends, at the latest after the time-out; never fails
   */
  public CompletableFuture<Attempt> send(LeasedDelivery delivery, SendableWebhook webhook) {
    return send(delivery, webhook, new RunningAttempt(clock, false));
  }

  /**
   * Makes one attempt like {@link #send}, and keeps the headers of request and response also if it
   * succeeds.
   */
  public CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook) {
    return send(delivery, webhook, new RunningAttempt(clock, true));
  }

  private CompletableFuture<Attempt> send(
      LeasedDelivery delivery, SendableWebhook webhook, RunningAttempt attempt) {
    // The look-up may outlast the attempt, and must not keep the delivery and its body.
    attempt.setPost(() -> post(attempt, delivery, webhook));
    attempt.result().whenComplete((ended, never) -> deadlines.remove(attempt));
    deadlines.add(attempt);
    addresses
        .pin(
            decrypted(webhook).url().host(), LimitKey.ofAccount(webhook.subscription().accountId()))
        .thenCompose(vetted -> proxy.map(Proxy::pin).orElse(PINNED))
        .thenRun(attempt::post)
        .exceptionally(
            failure -> {
              attempt.failed(new ExecutionException(failure));
              return null;
            });
    return attempt.result();
  }

  private DecryptedWebhook decrypted(SendableWebhook webhook) {
    return webhooks.of(webhook, clock.instant());
  }

  private void post(RunningAttempt attempt, LeasedDelivery delivery, SendableWebhook webhook) {
    contents
        .make(attempt, delivery, webhook)
        .ifPresent(content -> post(attempt, delivery, webhook, content));
  }

  private void post(
      RunningAttempt attempt,
      LeasedDelivery delivery,
      SendableWebhook webhook,
      RequestContent content) {
    DecryptedWebhook decrypted = decrypted(webhook);
    Subscription owned = webhook.subscription();
    CallbackUrl url = decrypted.url();
    BasicRequestProducer request =
        new BasicRequestProducer(
            request(decrypted, delivery, content, attempt),
            // The request has the header Content-Type.
            new BasicAsyncEntityProducer(content.body(), null));
    HttpClientContext context = HttpClientContext.create();
    new ReceiverEndpoint(owned.clientId(), owned.accountId(), url.host().name(), url.port())
        .in(context);
    attempt.in(context);
    attempt.setRequest(client.execute(host(url), request, attempt, context, attempt));
  }

  /**
   * Returns the host to connect to. It is a name and not an address, so that the client uses the
   * pinned addresses. The client turns the name to Unicode, so header and TLS take it from the URL.
   */
  private static HttpHost host(CallbackUrl url) {
    return new HttpHost("https", url.host().name(), url.port());
  }

  private HttpRequest request(
      DecryptedWebhook webhook,
      LeasedDelivery delivery,
      RequestContent content,
      RunningAttempt attempt) {
    CallbackUrl url = webhook.url();
    byte[] body = content.body();
    List<Signer> signers = webhook.signers();
    String id = delivery.messageId().toString();
    // The history shows this time again, so it is the time that is stored.
    long timestamp = attempt.started().getEpochSecond();
    BasicHttpRequest request = new BasicHttpRequest(Method.POST, host(url), url.target());
    request.addHeader("Host", url.authority());
    request.addHeader("Content-Type", content.contentType());
    request.addHeader("Signature", signers.get(0).signature(body));
    request.addHeader("webhook-id", id);
    request.addHeader("webhook-timestamp", Long.toString(timestamp));
    request.addHeader(
        "webhook-signature",
        signers.stream()
            .map(signer -> signer.standardSignature(id, timestamp, body))
            .collect(Collectors.joining(" ")));
    addTrace(request, delivery, attempt.spanId());
    content.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    webhook.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    attempt.hide(webhook.mask());
    return request;
  }

  /** Adds the trace of the event, with this attempt as the parent of the receiver's spans. */
  private void addTrace(HttpRequest request, LeasedDelivery delivery, String spanId) {
    Optional<TraceContext> given = delivery.event().trace();
    boolean sampled = given.filter(TraceContext::sampled).isPresent();
    request.addHeader(
        TraceContext.TRACEPARENT, TraceContext.parent(delivery.traceId(), spanId, sampled));
    given
        .flatMap(TraceContext::state)
        .filter(state -> sendsTraceState)
        .ifPresent(state -> request.addHeader(TraceContext.TRACESTATE, state));
  }

  /** Returns the use of the connection pool. */
  public NodeLoad.ConnectionUse connections() {
    PoolStats stats = client.connections();
    return new NodeLoad.ConnectionUse(stats.getLeased(), stats.getAvailable(), stats.getMax());
  }

  /** Cancels the attempts in flight and closes all connections. */
  @Override
  public void close() {
    client.close();
    deadlines.close();
  }
}
