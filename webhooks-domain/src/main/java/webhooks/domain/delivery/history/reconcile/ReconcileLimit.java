package webhooks.domain.delivery.history.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;

/**
 * Limits how many requests reconcile at the same time on this node: few in all, and one for each
 * account. Each reads many rows, and keeps a thread for requests for some seconds. Safe for several
 * threads.
 */
@ApplicationScoped
public class ReconcileLimit {
  /** The maximum number of requests. */
  static final int MAX_REQUESTS = 3;

  private static final String BUSY =
      "Too many requests reconcile deliveries at the same time. Try again later.";

  private final CallerLimit requests = new CallerLimit(MAX_REQUESTS, 1, BUSY);
  private final Set<Object> accounts = ConcurrentHashMap.newKeySet();

  /**
   * Runs the request in this thread, or refuses it at once.
   *
   * @throws Refusal {@code ServiceUnavailable} if the node or the account is at its limit
   */
  <T> T run(Caller caller, Supplier<T> request) {
    CallerLimit.Share share = requests.take(caller.limitKey(), 1);
    try {
      Object account = caller.limitKey().account();
      if (!accounts.add(account)) {
        throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, BUSY);
      }
      try {
        return request.get();
      } finally {
        accounts.remove(account);
      }
    } finally {
      share.close();
    }
  }
}
