package webhooks.domain.access;

import java.util.HashMap;
import java.util.Map;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Limits how much of one resource the requests of this node use at the same time: in all, for each
 * caller, and for all users of a client in one account together. So one caller, or one account at
 * the console, leaves some of it to the others. With a reserve, several callers together do so too.
 *
 * <p>No request waits: it gets its share at once or is refused. Safe for several threads.
 */
public final class CallerLimit {
  private final long max;
  private final long maxBeforeReserve;
  private final long maxPerCaller;
  private final long maxPerAccount;
  private final String message;

  private final Map<LimitKey, Long> ofCallers = new HashMap<>();
  private final Map<LimitKey, Long> ofAccounts = new HashMap<>();
  private long total;

  /**
   * Creates a limit of which nothing is used. The users of a client in one account together may use
   * three quarters of it, or what one caller may use if that is more.
   *
   * @param max how much all requests may use
   * @param maxPerCaller how much the requests of one caller may use
   * @param message the message of a refusal
   */
  public CallerLimit(long max, long maxPerCaller, String message) {
    this(max, max, maxPerCaller, message);
  }

  private CallerLimit(long max, long maxBeforeReserve, long maxPerCaller, String message) {
    this.max = max;
    this.maxBeforeReserve = maxBeforeReserve;
    this.maxPerCaller = maxPerCaller;
    this.maxPerAccount = Math.max(maxPerCaller, max - max / 4);
    this.message = message;
  }

  /**
   * Returns a limit whose second half is for callers that use nothing yet, and whose last quarter
   * is for callers whose account uses nothing yet. So the users of one account, however many there
   * are, leave something to applications and to other accounts.
   *
   * @param max how much all requests may use
   * @param maxPerCaller how much the requests of one caller may use
   * @param message the message of a refusal
   */
  public static CallerLimit withReserve(long max, long maxPerCaller, String message) {
    return new CallerLimit(max, max / 2, maxPerCaller, message);
  }

  /** A share that is used until it is closed. */
  public final class Share implements AutoCloseable {
    private final LimitKey caller;
    private long amount;

    private Share(LimitKey caller) {
      this.caller = caller;
    }

    /**
     * Adds to the share.
     *
     * @throws Refusal {@code ServiceUnavailable} if less is free; the share stays as it is
     */
    public void add(long more) {
      use(caller, more);
      amount += more;
    }

    /** Gives the whole share back. */
    @Override
    public void close() {
      use(caller, -amount);
      amount = 0;
    }
  }

  /** Returns an empty share of the caller. */
  public Share share(LimitKey caller) {
    return new Share(caller);
  }

  /**
   * Returns a share of the caller.
   *
   * @throws Refusal {@code ServiceUnavailable} if less is free
   */
  public Share take(LimitKey caller, long amount) {
    Share share = share(caller);
    share.add(amount);
    return share;
  }

  private void use(LimitKey caller, long more) {
    if (!tryUse(caller, more)) {
      throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message);
    }
  }

  /**
   * Uses an amount for the caller that is not given back, for a limit that is soon replaced.
   *
   * @return whether so much was free; if not, nothing is used
   */
  public synchronized boolean tryUse(LimitKey caller, long more) {
    LimitKey account = caller.shared();
    long ofCaller = ofCallers.getOrDefault(caller, 0L);
    long ofAccount = ofAccounts.getOrDefault(account, 0L);
    if (more > 0
        && (total + more > maxTotal(ofCaller, ofAccount)
            || ofCaller + more > maxPerCaller
            || ofAccount + more > maxPerAccount)) {
      return false;
    }
    total += more;
    put(ofCallers, caller, ofCaller + more);
    put(ofAccounts, account, ofAccount + more);
    return true;
  }

  /** Returns how much all requests together may use after this caller has got more. */
  private long maxTotal(long ofCaller, long ofAccount) {
    if (ofAccount == 0) {
      return max;
    }
    return ofCaller == 0 ? Math.max(maxBeforeReserve, maxPerAccount) : maxBeforeReserve;
  }

  private static void put(Map<LimitKey, Long> used, LimitKey caller, long amount) {
    if (amount == 0) {
      used.remove(caller);
    } else {
      used.put(caller, amount);
    }
  }
}
