package webhooks.domain.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * Limits how many steps of tenants' lists are read at the same time on this node. To read and
 * decrypt a hundred rows takes much processor time, even if the response is then refused because it
 * is too large. Without a limit, the lists of one account would leave little to the requests and
 * deliveries of all others.
 */
@ApplicationScoped
public class ListLimit {
  /**
   * How many requests may begin a list or wait for their turn. All threads for requests may, so a
   * list is refused only because of the share of its account or its caller.
   */
  static final int MAX_REQUESTS = Database.MAX_REQUESTS;

  /** With two steps, one account reads at most one, and leaves the other to the next account. */
  private static final int MIN_STEPS = 2;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** Longer than the wait to begin, because an error can't replace a response that has begun. */
  private static final Duration MAX_WAIT_TO_GO_ON = Duration.ofSeconds(30);

  private static final String BUSY = "Too many lists are being read. Try again later.";

  private final CallerLimit requests = new CallerLimit(MAX_REQUESTS, BUSY);
  private final ConcurrencyLimit steps;

  /** Creates the limit. */
  public ListLimit() {
    this(Math.max(MIN_STEPS, Runtime.getRuntime().availableProcessors()), MAX_WAIT);
  }

  /** Creates the limit for tests. */
  public ListLimit(int maxSteps, Duration maxWait) {
    this.steps = new ConcurrencyLimit(maxSteps, maxWait, BUSY);
  }

  /**
   * Reads a page, or the first step of a longer list, after a short wait if other lists are read.
   * Accounts take turns.
   *
   * @throws Refusal {@code ServiceUnavailable} at once if too many lists of the caller or its
   *     account begin or wait; later if the wait takes too long, or the thread is interrupted
   */
  public <T> T read(LimitKey caller, Supplier<T> step) {
    try (CallerLimit.Share request = requests.share(caller)) {
      request.add(1);
      if (!steps.tryAcquire(caller.account())) {
        throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, BUSY);
      }
      return readAndRelease(caller, step);
    }
  }

  /**
   * Reads another step of a list that has begun. Waits longer than {@link #read}.
   *
   * @throws DatabaseFailure if the wait takes too long, or the thread is interrupted
   */
  public <T> T readOn(LimitKey caller, Supplier<T> step) {
    steps.acquireUntil(caller.account(), System.nanoTime() + MAX_WAIT_TO_GO_ON.toNanos());
    return readAndRelease(caller, step);
  }

  private <T> T readAndRelease(LimitKey caller, Supplier<T> step) {
    try {
      return step.get();
    } finally {
      steps.release(caller.account());
    }
  }
}
