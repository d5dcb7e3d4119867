package webhooks.domain.delivery.history;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;

/**
 * Limits how many requests requeue deliveries at the same time on this node: in all, for each
 * account and caller, and for each webhook.
 *
 * <p>Requests that requeue the same delivery wait for the lock of its row. Each has a connection to
 * the database while it waits, and the record of the delivery's outcome waits behind them. Safe for
 * several threads.
 */
@ApplicationScoped
public class RequeueLimit {
  /** A quarter of the threads that handle requests. */
  static final int MAX_REQUESTS = 16;

  static final int MAX_REQUESTS_OF_WEBHOOK = 4;

  private static final String BUSY =
      "Too many requests requeue deliveries at the same time. Try again later.";

  private final CallerLimit requests = new CallerLimit(MAX_REQUESTS, BUSY);
  private final ConcurrentMap<UUID, Integer> runningByWebhook = new ConcurrentHashMap<>();

  /**
   * Runs the request in this thread, or refuses it at once.
   *
   * @throws Refusal {@code ServiceUnavailable} if the node, the account, the caller or the webhook
   *     is at its limit
   */
  public <T> T run(Caller caller, UUID webhook, Supplier<T> request) {
    CallerLimit.Share share = requests.take(caller.limitKey(), 1);
    try {
      boolean isWithinLimit =
          runningByWebhook.merge(webhook, 1, Integer::sum) <= MAX_REQUESTS_OF_WEBHOOK;
      try {
        if (!isWithinLimit) {
          throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, BUSY);
        }
        return request.get();
      } finally {
        runningByWebhook.computeIfPresent(webhook, (id, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      share.close();
    }
  }
}
