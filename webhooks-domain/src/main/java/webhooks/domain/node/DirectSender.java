package webhooks.domain.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.subscription.SendableWebhook;

/**
 * Sends a delivery or a token request at once, without the queue. The delivery is not stored and
 * takes no slot of the queue's deliveries.
 *
 * <p>Limits how many of these attempts and requests run at the same time, in all, for each account
 * and for each caller, so that a caller that tests slow receivers blocks no other caller. Safe for
 * several threads.
 */
@ApplicationScoped
public class DirectSender {
  /**
   * The maximum number of these attempts in flight. The pool of connections to receivers has as
   * many more connections.
   */
  public static final int MAX_CONCURRENT = 32;

  static final int MAX_PER_CALLER = 4;

  private final CallerLimit inFlight =
      new CallerLimit(
          MAX_CONCURRENT, MAX_PER_CALLER, "Too many webhooks are being tested. Try again later.");

  private RunningNode running;

  /** Creates the bean, for the container. */
  protected DirectSender() {}

  /** Creates the sender. */
  @Inject
  public DirectSender(RunningNode running) {
    this.running = running;
  }

  /**
   * Makes one attempt at once.
   *
   * @param caller the caller that asks for the attempt
   * @param delivery makes the delivery after the limits have admitted the attempt. If it throws,
   *     nothing is sent.
   * @return completed when the attempt has ended, on a thread that must not block
   * @throws Refusal {@code ServiceUnavailable} if too many attempts are in flight in all, or of the
   *     caller or its account, or if this node is starting or stopping
   */
  public CompletableFuture<Attempt> send(
      LimitKey caller, Supplier<LeasedDelivery> delivery, SendableWebhook webhook) {
    return request(caller, node -> node.test(delivery.get(), webhook));
  }

  /**
   * Requests a token at once, as {@link #send} makes an attempt and within the same limits.
   *
   * @param admitted runs after the limits have admitted the request. If it throws, nothing is sent.
   * @throws Refusal {@code ServiceUnavailable} as {@link #send}
   */
  public CompletableFuture<TokenOutcome> testToken(
      LimitKey caller, Runnable admitted, SendableWebhook webhook) {
    return request(
        caller,
        node -> {
          admitted.run();
          return node.testToken(webhook);
        });
  }

  /**
   * Makes a request at once, within the same limits.
   *
   * @param request begins the request after the limits have admitted it. If it throws, nothing is
   *     sent. The request counts until the future that it returns is completed.
   * @throws Refusal {@code ServiceUnavailable} as {@link #send}
   */
  public <T> CompletableFuture<T> request(
      LimitKey caller, Function<Node, CompletableFuture<T>> request) {
    Node node = running.get().orElseThrow(DirectSender::notRunning);
    CallerLimit.Share share = inFlight.take(caller, 1);
    try {
      return request.apply(node).whenComplete((ended, failure) -> share.close());
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  private static Refusal notRunning() {
    return new Refusal(
        ErrorCode.SERVICE_UNAVAILABLE, "This node is starting or stopping. Try again later.");
  }
}
