package webhooks.domain.delivery.history;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.database.ConcurrencyLimit;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * Limits how many queries of statistics run at the same time on this node. Intake and delivery use
 * the same connections, and statistics must leave most of them free.
 */
@ApplicationScoped
public class StatisticsLimit {
  /** The maximum number of queries that run at the same time. */
  static final int MAX_QUERIES = 3;

  /** The maximum number of requests that run or wait: a quarter of the threads for requests. */
  static final int MAX_REQUESTS = 16;

  /** The same for one caller. */
  static final int MAX_REQUESTS_OF_CALLER = 2;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final String BUSY = "Too many statistics are being read. Try again later.";
  private static final String SLOW =
      "The statistics took too long to read. Try again later, or for a shorter window.";

  private final CallerLimit requests = new CallerLimit(MAX_REQUESTS, MAX_REQUESTS_OF_CALLER, BUSY);
  private final ConcurrencyLimit queries;

  /** Creates the limit. */
  public StatisticsLimit() {
    this(MAX_WAIT);
  }

  /** Creates the limit with another time to wait, for tests. */
  StatisticsLimit(Duration maxWait) {
    this.queries = new ConcurrencyLimit(MAX_QUERIES, maxWait, BUSY);
  }

  /**
   * Runs a query, after a short wait if others run. Accounts take turns.
   *
   * @throws Refusal {@code ServiceUnavailable} if the node, the account or the caller is at its
   *     limit, or the wait or the query takes too long
   */
  public <T> T read(Caller caller, Supplier<T> query) {
    LimitKey key = caller.limitKey();
    CallerLimit.Share request = requests.take(key, 1);
    try {
      if (!queries.tryAcquire(key.account())) {
        throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, BUSY);
      }
      try {
        return query.get();
      } finally {
        queries.release(key.account());
      }
    } catch (DatabaseFailure e) {
      throw QueryTime.isOver(e) ? new Refusal(ErrorCode.SERVICE_UNAVAILABLE, SLOW) : e;
    } finally {
      request.close();
    }
  }
}
