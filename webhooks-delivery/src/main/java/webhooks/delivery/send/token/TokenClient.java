package webhooks.delivery.send.token;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.ReceiverClient;
import webhooks.delivery.send.connect.ReceiverEndpoint;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.option.authentication.TokenRequest;
import webhooks.domain.subscription.Subscription;

/**
 * Requests tokens from issuers, on the connections and within the rules of deliveries: the issuer's
 * addresses are checked and pinned, and no redirect is followed.
 *
 * <p>Hosts of issuers share the requests in flight, so that attempts that wait for a silent one
 * leave others to other hosts. Safe for several threads.
 */
public final class TokenClient {
  private final ReceiverClient client;
  private final BiFunction<CallbackHost, LimitKey, CompletableFuture<Void>> addresses;
  private final DeadlineMonitor deadlines;
  private final Duration usualTimeout;
  private final CallerLimit inFlight;

  /**
   * Creates a client.
   *
   * @param addresses looks up, checks and pins the addresses of a host for an account
   * @param deadlines ends requests that take too long
   * @param usualTimeout the time-out of webhooks that have none of their own
   * @param maxRequests the maximum of attempts, of which each requests one token at most
   */
  public TokenClient(
      ReceiverClient client,
      BiFunction<CallbackHost, LimitKey, CompletableFuture<Void>> addresses,
      DeadlineMonitor deadlines,
      Duration usualTimeout,
      int maxRequests) {
    this.client = client;
    this.addresses = addresses;
    this.deadlines = deadlines;
    this.usualTimeout = usualTimeout;
    this.inFlight = new CallerLimit(maxRequests, "Too many tokens are being requested");
  }

  /**
   * Requests a token for a webhook.
   *
   * @return completed when the request has ended, at the latest after the time-out of an attempt;
   *     fails with a {@link TokenFailure} if there is no token. The call itself never waits
   */
  public CompletableFuture<AccessToken> request(Subscription webhook, TokenRequest request) {
    Optional<CallbackUrl> url = request.url();
    if (url.isEmpty()) {
      return CompletableFuture.failedFuture(new TokenFailure(AttemptCause.FORBIDDEN_ISSUER));
    }
    CallbackHost host = url.get().host();
    CallerLimit.Share share = inFlight.share(LimitKey.ofHost(host.name(), webhook.accountId()));
    if (!share.tryAdd(1)) {
      return CompletableFuture.failedFuture(new TokenFailure(AttemptCause.NODE_BUSY));
    }
    RunningTokenRequest running = new RunningTokenRequest(webhook.timeout(usualTimeout));
    running.setPost(() -> post(running, webhook, url.get(), request));
    CompletableFuture<AccessToken> ended =
        running
            .result()
            .whenComplete(
                (token, failure) -> {
                  deadlines.remove(running);
                  share.close();
                });
    deadlines.add(running);
    addresses
        .apply(host, LimitKey.ofAccount(webhook.accountId()))
        .thenRun(running::post)
        .exceptionally(
            failure -> {
              running.fail(failure);
              return null;
            });
    return ended;
  }

  private void post(
      RunningTokenRequest running, Subscription webhook, CallbackUrl url, TokenRequest request) {
    ReceiverEndpoint issuer =
        ReceiverEndpoint.ofIssuer(webhook, url, webhook.timeout(usualTimeout));
    BasicHttpRequest head = new BasicHttpRequest(Method.POST, issuer.host(), url.target());
    head.addHeader("Host", url.authority());
    head.addHeader("Accept", "application/json");
    request.authorization().ifPresent(value -> head.addHeader("Authorization", value));
    HttpClientContext context = HttpClientContext.create();
    issuer.in(context);
    running.in(context);
    running.setRequest(
        client.execute(
            issuer.host(),
            new BasicRequestProducer(
                head,
                new BasicAsyncEntityProducer(
                    request.body(), ContentType.APPLICATION_FORM_URLENCODED)),
            running,
            context,
            running));
  }
}
