package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * A limited amount, of slots or of bytes, that accounts, hosts and webhooks share fairly.
 *
 * <p>Nobody may take all that is free: an account, and likewise a host, may use three times as much
 * as it leaves free in the node; an account at one host three times as much as it leaves to its
 * account and to the host; and a webhook three times as much as it leaves to these. So each uses at
 * most three quarters, all shrink to equal shares as more come, and one that uses nothing yet finds
 * something free however much one other holds. Not safe for several threads.
 */
final class FairShare {
  private static final double MAX_SHARE = 0.75;

  private final long capacity;
  private final Map<String, Long> usedByAccount = new HashMap<>();
  private final Map<String, Long> usedByHost = new HashMap<>();
  private final Map<Destination, Long> usedByDestination = new HashMap<>();
  private long used;

  /** Creates an amount that is not used yet. */
  FairShare(long capacity) {
    this.capacity = capacity;
  }

  /** Returns whether a webhook that uses this much may take more. */
  boolean admits(Destination destination, long usedByWebhook) {
    double left = capacity - used;
    double leftToAccount = left(left, usedBy(destination.account()));
    double leftToHost = left(left, usedByHost.getOrDefault(destination.host(), 0L));
    double leftToDestination =
        left(Math.min(leftToAccount, leftToHost), usedByDestination.getOrDefault(destination, 0L));
    return left(leftToDestination, usedByWebhook) > 0;
  }

  /** Returns how much more a part may take, given how much its whole may. */
  private static double left(double leftToWhole, long usedByPart) {
    return MAX_SHARE * leftToWhole - (1 - MAX_SHARE) * usedByPart;
  }

  /** Counts an amount that is taken, or given back if it is negative. */
  void add(Destination destination, long amount) {
    if (amount == 0) {
      return;
    }
    used += amount;
    add(usedByAccount, destination.account(), amount);
    add(usedByHost, destination.host(), amount);
    add(usedByDestination, destination, amount);
  }

  private static <T> void add(Map<T, Long> counts, T key, long amount) {
    counts.merge(
        key, amount, (before, added) -> before + added == 0 ? null : (Long) (before + added));
  }

  /** Returns how much is used. */
  long used() {
    return used;
  }

  /** Returns how much an account uses. */
  long usedBy(String account) {
    return usedByAccount.getOrDefault(account, 0L);
  }
}
