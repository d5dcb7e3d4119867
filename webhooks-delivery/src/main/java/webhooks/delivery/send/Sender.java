package webhooks.delivery.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.pool.PoolStats;
import webhooks.delivery.send.DecryptedWebhooks.DecryptedWebhook;
import webhooks.delivery.send.connect.ClientCertificateFailure;
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.HttpClientFactory;
import webhooks.delivery.send.connect.PinnedAddresses;
import webhooks.delivery.send.connect.ProxyRoutePlanner;
import webhooks.delivery.send.connect.ReceiverClient;
import webhooks.delivery.send.connect.ReceiverEndpoint;
import webhooks.delivery.send.token.AccessToken;
import webhooks.delivery.send.token.AccessTokens;
import webhooks.delivery.send.token.TokenClient;
import webhooks.delivery.send.token.TokenFailure;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.option.request.RequestContent;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.HostAndPort;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.SendableWebhook;

/**
 * Sends deliveries: gets the token that the webhook may need, looks the receiver's addresses up and
 * checks them, signs the body and posts it.
 *
 * <p>{@link #send} returns at once. Attempts end on I/O threads, look-up threads or the thread of
 * the deadline monitor, none of which may block. Never repeats an attempt: the retry schedule does
 * that. An attempt sends its request again, once, if the receiver closes a kept connection.
 */
public final class Sender implements AutoCloseable {
  private static final CompletableFuture<Void> PINNED = CompletableFuture.completedFuture(null);

  private static final RequestHeader HIDDEN_TOKEN =
      new RequestHeader(RequestHeader.AUTHORIZATION, "Bearer ***", List.of());

  private final SecretCipher cipher;
  private final DecryptedWebhooks webhooks;
  private final RequestContents contents;
  private final Clock clock;
  private final Duration usualTimeout;
  private final SignedRequests requests;
  private final PinnedAddresses addresses;
  private final Optional<Proxy> proxy;
  private final ReceiverClient client;
  private final DeadlineMonitor deadlines;
  private final AccessTokens tokens;
  private final ConsentRequests consents;

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
    this.cipher = cipher;
    this.webhooks = new DecryptedWebhooks(cipher);
    this.contents = new RequestContents(settings.publicUrl(), RequestContents.MAX_ADDED_BYTES);
    this.clock = clock;
    this.usualTimeout = delivery.timeout();
    this.requests = new SignedRequests(delivery.sendsTraceState());
    SharedExecutor lookups = threads.lookups(HttpClientFactory.maxAttempts(delivery));
    this.addresses = new PinnedAddresses(guard, lookups);
    this.proxy = delivery.proxy().map(at -> Proxy.of(at, lookups));
    this.deadlines = new DeadlineMonitor(delivery.longestTimeout(), threads.factory());
    this.client =
        new ReceiverClient(
            delivery,
            proxy.map(Proxy::addresses).orElse(addresses),
            proxy.map(through -> new ProxyRoutePlanner(through.httpHost(), addresses)),
            deadlines,
            threads.factory());
    TokenClient issuers =
        new TokenClient(
            client, this::pin, deadlines, usualTimeout, HttpClientFactory.maxAttempts(delivery));
    this.tokens = new AccessTokens(issuers::request, System::nanoTime);
    this.consents = new ConsentRequests(client, this::pin, deadlines, clock);
  }

  /**
   * Makes one attempt. It has no response if the webhook does not store responses.
   *
   * @return completed with the attempt when it ends, at the latest after the time-out; never fails
   */
  public CompletableFuture<Attempt> send(LeasedDelivery delivery, SendableWebhook webhook) {
    CompletableFuture<Attempt> attempt =
        send(delivery, webhook, new RunningAttempt(clock, timeout(webhook), false));
    return webhook.options().retention().storesResponse()
        ? attempt
        : attempt.thenApply(Attempt::withoutResponse);
  }

  /**
   * Makes one attempt like {@link #send}, and keeps the headers of request and response also if it
   * succeeds.
   */
  public CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook) {
    return send(delivery, webhook, new RunningAttempt(clock, timeout(webhook), true));
  }

  private Duration timeout(SendableWebhook webhook) {
    return webhook.subscription().timeout(usualTimeout);
  }

  private CompletableFuture<Attempt> send(
      LeasedDelivery delivery, SendableWebhook webhook, RunningAttempt attempt) {
    CallbackUrl url = decrypted(webhook).url();
    ReceiverEndpoint receiver;
    try {
      receiver = receiver(webhook, url);
    } catch (ClientCertificateFailure e) {
      attempt.failed(e);
      return attempt.result();
    }
    CompletableFuture<Optional<AccessToken>> token = tokens.of(webhook, url.origin());
    // The look-up may outlast the attempt, and must not keep the delivery and its body.
    attempt.setPost(() -> post(attempt, delivery, webhook, receiver, token.join()));
    attempt.result().whenComplete((ended, never) -> deadlines.remove(attempt));
    // Added after the token request, which so ends before the attempts that wait for it.
    deadlines.add(attempt);
    token
        .thenCompose(
            known -> pin(url.host(), LimitKey.ofAccount(webhook.subscription().accountId())))
        .thenRun(attempt::post)
        .exceptionally(
            failure -> {
              attempt.failed(new ExecutionException(failure));
              return null;
            });
    // The token is dropped before the caller starts the next attempt.
    return attempt
        .result()
        .thenApply(
            ended -> {
              tokens.ended(ended, webhook, token);
              return ended;
            });
  }

  private ReceiverEndpoint receiver(SendableWebhook webhook, CallbackUrl url)
      throws ClientCertificateFailure {
    return ReceiverEndpoint.ofReceiver(
        webhook.subscription(),
        url,
        timeout(webhook),
        client.identities().of(webhook, url.origin(), clock.instant()));
  }

  /**
   * Returns the request of a delivery as it would be sent now. A token is not requested, and is
   * hidden like all secrets. Signatures are hidden, so that nobody can send the request.
   *
   * @throws FormatException if the event can't have the form that the options ask for
   */
  public PreparedRequest prepare(LeasedDelivery delivery, SendableWebhook webhook)
      throws FormatException {
    RequestContent content = contents.content(delivery, webhook);
    RunningAttempt attempt = new RunningAttempt(clock, timeout(webhook), true);
    // The options may be others than the stored ones, whose values are kept.
    DecryptedWebhook stored = DecryptedWebhook.of(webhook, cipher, attempt.started());
    DecryptedWebhook decrypted =
        webhook.options().oauth2().map(issuer -> stored.with(HIDDEN_TOKEN)).orElse(stored);
    HttpHost host = new HttpHost("https", decrypted.url().host().name());
    HttpRequest request = requests.request(decrypted, delivery, content, host, attempt);
    SignedRequests.hideSignatures(request);
    request.addHeader("Content-Length", content.body().length);
    return new PreparedRequest(attempt.excerpt(request.getHeaders()), content.body());
  }

  private CompletableFuture<Void> pin(CallbackHost host, LimitKey account) {
    return addresses.pin(host, account).thenCompose(vetted -> proxy.map(Proxy::pin).orElse(PINNED));
  }

  /**
   * Requests the token of a webhook, and drops it.
   *
   * @return completed when the request has ended, at the latest after the time-out; never fails
   */
  public CompletableFuture<TokenOutcome> testToken(SendableWebhook webhook) {
    Instant started = clock.instant();
    long startedNanos = System.nanoTime();
    return tokens
        .test(webhook, decrypted(webhook).url().origin())
        .handle(
            (token, failure) ->
                new TokenOutcome(
                    started,
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    TokenFailure.statusCode(failure),
                    failure == null,
                    failure == null ? Optional.empty() : AttemptErrors.causeOf(failure),
                    Optional.ofNullable(token).flatMap(AccessToken::expiresIn)));
  }

  /**
   * Asks the receiver of a webhook whether it wants requests of a sender.
   *
   * @return completed with the attempt and all its headers when it ends, at the latest after the
   *     time-out; never fails
   */
  public CompletableFuture<Attempt> askConsent(String name, SendableWebhook webhook) {
    CallbackUrl url = decrypted(webhook).url();
    try {
      return consents.ask(name, url, receiver(webhook, url));
    } catch (ClientCertificateFailure e) {
      RunningAttempt attempt = new RunningAttempt(clock, timeout(webhook), true);
      attempt.failed(e);
      return attempt.result();
    }
  }

  private DecryptedWebhook decrypted(SendableWebhook webhook) {
    return webhooks.of(webhook, clock.instant());
  }

  private void post(
      RunningAttempt attempt,
      LeasedDelivery delivery,
      SendableWebhook webhook,
      ReceiverEndpoint receiver,
      Optional<AccessToken> token) {
    DecryptedWebhook known = decrypted(webhook);
    DecryptedWebhook decrypted = token.map(AccessToken::header).map(known::with).orElse(known);
    contents
        .make(attempt, delivery, webhook)
        .ifPresent(content -> post(attempt, delivery, receiver, decrypted, content));
  }

  private void post(
      RunningAttempt attempt,
      LeasedDelivery delivery,
      ReceiverEndpoint receiver,
      DecryptedWebhook webhook,
      RequestContent content) {
    BasicRequestProducer request =
        new BasicRequestProducer(
            requests.request(webhook, delivery, content, receiver.host(), attempt),
            // The request has the header Content-Type.
            new BasicAsyncEntityProducer(content.body(), null));
    HttpClientContext context = HttpClientContext.create();
    receiver.in(context);
    attempt.in(context);
    attempt.setRequest(client.execute(receiver.host(), request, attempt, context, attempt));
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
