package webhooks.delivery.send;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.ReceiverClient;
import webhooks.delivery.send.connect.ReceiverEndpoint;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.option.consent.Consent;

/**
 * Asks receivers whether they want requests, on the connections and within the rules of deliveries:
 * the receiver's addresses are checked and pinned, and no redirect is followed.
 *
 * <p>A request has no headers of options, no token and no signature: nobody has proven yet that its
 * receiver should get them. A client certificate is shown, because a receiver that demands one ends
 * the connection without it, and it can't be used by others. Safe for several threads.
 *
 * @param addresses looks up, checks and pins the addresses of a host for an account
 * @param deadlines ends requests that take too long
 */
record ConsentRequests(
    ReceiverClient client,
    BiFunction<CallbackHost, LimitKey, CompletableFuture<Void>> addresses,
    DeadlineMonitor deadlines,
    Clock clock) {
  /**
   * Asks a receiver once.
   *
   * @param sender the name of this product
   * @param receiver the endpoint of the webhook's deliveries, with its client certificate
   * @return completed with the attempt and all its headers when it ends; never fails
   */
  CompletableFuture<Attempt> ask(String sender, CallbackUrl url, ReceiverEndpoint receiver) {
    RunningAttempt attempt = new RunningAttempt(clock, receiver.timeout(), true);
    attempt.setPost(() -> send(attempt, sender, url, receiver));
    attempt.result().whenComplete((ended, never) -> deadlines.remove(attempt));
    deadlines.add(attempt);
    addresses
        .apply(url.host(), LimitKey.ofAccount(receiver.accountId()))
        .thenRun(attempt::post)
        .exceptionally(
            failure -> {
              attempt.failed(new ExecutionException(failure));
              return null;
            });
    return attempt.result();
  }

  private void send(
      RunningAttempt attempt, String sender, CallbackUrl url, ReceiverEndpoint receiver) {
    BasicHttpRequest head = new BasicHttpRequest(Method.OPTIONS, receiver.host(), url.target());
    head.addHeader("Host", url.authority());
    head.addHeader(Consent.REQUEST_ORIGIN, sender);
    HttpClientContext context = HttpClientContext.create();
    receiver.in(context);
    attempt.in(context);
    attempt.setRequest(
        client.execute(
            receiver.host(), new BasicRequestProducer(head, null), attempt, context, attempt));
  }
}
