package webhooks.domain.limit;

import java.util.HashMap;
import java.util.Map;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey.Holder;

/**
 * Limits how much of one resource the requests of this node use at the same time: in all, for each
 * account, and for each caller.
 *
 * <p>Accounts share the limit by the {@link ShareRule}. The callers of an account share the
 * account's part by the same rule. So one account leaves a quarter to others, and one caller a
 * quarter of its account's part. The rule does not bind the only share of an account or a caller:
 * it may use everything that is free.
 *
 * <p>A request gets its share at once or is refused. Safe for several threads.
 */
public final class CallerLimit {
  private final long max;
  private final long maxPerCaller;
  private final String message;

  private final Map<Holder, Long> ofCallers = new HashMap<>();
  private final Map<Holder, Long> ofAccounts = new HashMap<>();
  private long total;

  /**
   * Creates a limit of which nothing is used.
   *
   * @param max how much all requests may use
   * @param message the message of a refusal
   */
  public CallerLimit(long max, String message) {
    this(max, max, message);
  }

  /**
   * Creates a limit of which nothing is used, with a lower bound for each caller.
   *
   * @param max how much all requests may use
   * @param maxPerCaller how much the requests of one caller may use
   * @param message the message of a refusal
   */
  public CallerLimit(long max, long maxPerCaller, String message) {
    this.max = max;
    this.maxPerCaller = maxPerCaller;
    this.message = message;
  }

  /** A share that is used until it is closed. One thread at a time may use it. */
  public final class Share implements AutoCloseable {
    private final LimitKey key;
    private long amount;

    private Share(LimitKey key) {
      this.key = key;
    }

    /**
     * Adds to the share.
     *
     * @throws Refusal {@code ServiceUnavailable} if less is free; the share stays as it is
     */
    public void add(long more) {
      if (!tryAdd(more)) {
        throw refusal();
      }
    }

    /**
     * Adds to the share, unless less is free.
     *
     * @return whether so much was free; if not, the share stays as it is
     */
    public boolean tryAdd(long more) {
      boolean added = use(key, amount, more);
      amount += added ? more : 0;
      return added;
    }

    /** Gives the whole share back. */
    @Override
    public void close() {
      change(key, -amount);
      amount = 0;
    }
  }

  /** Returns an empty share of the caller. */
  public Share share(LimitKey key) {
    return new Share(key);
  }

  /**
   * Returns a share of the caller.
   *
   * @throws Refusal {@code ServiceUnavailable} if less is free
   */
  public Share take(LimitKey key, long amount) {
    Share share = share(key);
    share.add(amount);
    return share;
  }

  /**
   * Uses an amount for the caller that is not given back, for a limit that is soon replaced.
   *
   * @return whether so much was free; if not, nothing is used
   */
  public boolean tryUse(LimitKey key, long more) {
    return use(key, 0, more);
  }

  /**
   * Uses an amount for the caller, unless less is free.
   *
   * @param held how much the share holds already that the amount is for
   */
  private synchronized boolean use(LimitKey key, long held, long more) {
    boolean admitted = admits(key, held, more);
    if (admitted) {
      change(key, more);
    }
    return admitted;
  }

  private boolean admits(LimitKey key, long held, long more) {
    long ofAccount = ofAccounts.getOrDefault(key.account(), 0L);
    long ofCaller = ofCallers.getOrDefault(key.caller(), 0L);
    long left = max - total - more;
    double leftToAccount = ShareRule.left(left, ofAccount + more);
    double leftToCaller =
        key.isAlone() ? leftToAccount : ShareRule.left(leftToAccount, ofCaller + more);
    return left >= 0
        && ofCaller + more <= maxPerCaller
        && (ofAccount == held || leftToAccount >= 0)
        && (ofCaller == held || leftToCaller >= 0);
  }

  /** Returns the refusal of a request for which less is free. */
  Refusal refusal() {
    return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message);
  }

  private synchronized void change(LimitKey key, long more) {
    if (more == 0) {
      return;
    }
    total += more;
    add(ofCallers, key.caller(), more);
    add(ofAccounts, key.account(), more);
  }

  private static void add(Map<Holder, Long> used, Holder holder, long more) {
    used.merge(
        holder, more, (before, added) -> before + added == 0 ? null : (Long) (before + added));
  }
}
