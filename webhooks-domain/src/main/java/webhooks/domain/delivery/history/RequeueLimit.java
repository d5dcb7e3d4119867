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
 * Limits how many requests requeue deliveries at the same time on this node, for each caller and
 * each account, and for each webhook.
 *
 * <p>Requests for one delivery wait for each other at its row, each with a connection to the
 * database, and so does the record of its outcome.
 */
@ApplicationScoped
public class RequeueLimit {
  /** A quarter of the threads for requests. */
  static final int MAX_REQUESTS = 16;

  static final int MAX_REQUESTS_OF_WEBHOOK = 4;

  private static final String BUSY =
      "Too many requests send deliveries again at the same time. Try again later.";

  private final CallerLimit requests = new CallerLimit(MAX_REQUESTS, BUSY);
  private final ConcurrentMap<UUID, Integer> ofWebhooks = new ConcurrentHashMap<>();

  /**
   * Runs a request for deliveries of a webhook, without a wait.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many others run
   */
  <T> T run(Caller caller, UUID webhook, Supplier<T> request) {
    CallerLimit.Share share = requests.take(caller.limitKey(), 1);
    try {
      boolean isWithinLimit = ofWebhooks.merge(webhook, 1, Integer::sum) <= MAX_REQUESTS_OF_WEBHOOK;
      try {
        if (!isWithinLimit) {
          throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, BUSY);
        }
        return request.get();
      } finally {
        ofWebhooks.computeIfPresent(webhook, (id, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      share.close();
    }
  }
}
