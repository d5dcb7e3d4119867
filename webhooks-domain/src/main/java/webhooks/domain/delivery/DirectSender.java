package webhooks.domain.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import webhooks.domain.subscription.Subscription;

/**
 * Sends a delivery at once, without the queue. The delivery is not stored and takes no slot of the
 * queue's deliveries.
 *
 * <p>Limits how many attempts run at the same time, in all and for each client, so that a client
 * that tests slow receivers blocks no other client. Safe for several threads.
 */
@ApplicationScoped
public class DirectSender {
  /**
   * The maximum number of attempts in flight; the connection pool has as many extra connections.
   */
  public static final int MAX_CONCURRENT = 32;

  private static final int MAX_PER_CLIENT = 4;

  private final Semaphore free = new Semaphore(MAX_CONCURRENT);
  private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();
  private volatile Optional<BiFunction<LeasedDelivery, Subscription, CompletableFuture<Attempt>>>
      sender = Optional.empty();

  /**
   * Sets the sender. It returns a future that is completed when the attempt has ended, and never
   * fails.
   */
  public void useSender(
      BiFunction<LeasedDelivery, Subscription, CompletableFuture<Attempt>> sends) {
    sender = Optional.of(sends);
  }

  /** Removes the sender, so that nothing more is sent. */
  public void stop() {
    sender = Optional.empty();
  }

  /**
   * Makes one attempt at once.
   *
   * @param client the client that asks for the attempt
   * @return completed when the attempt has ended, on a thread that must not block; empty if too
   *     many attempts are in flight, or if this node does not send
   */
  public Optional<CompletableFuture<Attempt>> send(
      String client, LeasedDelivery delivery, Subscription webhook) {
    return sender
        .filter(sends -> begin(client))
        .map(sends -> begun(sends, delivery, webhook))
        .map(attempt -> attempt.whenComplete((ended, failure) -> end(client)));
  }

  /** Returns a failed attempt if the sender throws, so that {@link #end} runs in any case. */
  private static CompletableFuture<Attempt> begun(
      BiFunction<LeasedDelivery, Subscription, CompletableFuture<Attempt>> sends,
      LeasedDelivery delivery,
      Subscription webhook) {
    try {
      return sends.apply(delivery, webhook);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean begin(String client) {
    if (inFlight.merge(client, 1, Integer::sum) <= MAX_PER_CLIENT && free.tryAcquire()) {
      return true;
    }
    leave(client);
    return false;
  }

  private void end(String client) {
    free.release();
    leave(client);
  }

  private void leave(String client) {
    inFlight.computeIfPresent(client, (unused, count) -> count == 1 ? null : count - 1);
  }
}
