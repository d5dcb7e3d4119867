package webhooks.domain.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
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
   * @param client the client that asks for the attempt
   * @return completed when the attempt has ended, on a thread that must not block; empty if too
   *     many attempts are in flight, or if this node does not send
   */
  public Optional<CompletableFuture<Attempt>> send(
      String client, LeasedDelivery delivery, Subscription webhook) {
    return running
        .get()
        .filter(node -> begin(client))
        .map(node -> begun(node, delivery, webhook))
        .map(attempt -> attempt.whenComplete((ended, failure) -> end(client)));
  }

  /** Returns a failed attempt if the node throws, so that {@link #end} runs in any case. */
  private static CompletableFuture<Attempt> begun(
      Node node, LeasedDelivery delivery, Subscription webhook) {
    try {
      return node.test(delivery, webhook);
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
