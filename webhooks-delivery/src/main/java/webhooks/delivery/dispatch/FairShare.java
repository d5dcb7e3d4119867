package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;
import webhooks.domain.limit.ShareRule;

/**
 * A limited amount, of slots or of bytes, that accounts, hosts and webhooks share by the {@link
 * ShareRule}.
 *
 * <p>An account may use three times as much as it leaves free in the node, and so may a host. An
 * account at one host may use three times as much as it leaves to the rest of the account and to
 * the rest of the host. A webhook may use three times as much as it leaves to the rest of its
 * account at its host. As a result, each uses at most three quarters, and the shares become equal
 * as more users come. Beside one other user, a new one always finds something free. Not safe for
 * several threads.
 */
final class FairShare {
  private final long maximum;
  private long capacity;
  private final Map<String, Long> usedByAccount = new HashMap<>();
  private final Map<String, Long> usedByHost = new HashMap<>();
  private final Map<Destination, Long> usedByDestination = new HashMap<>();
  private long used;

  /** Creates an amount that is not used yet. */
  FairShare(long capacity) {
    this(capacity, capacity);
  }

  /** Creates an amount that is not used yet, and that can {@link #grow} to the maximum. */
  FairShare(long first, long maximum) {
    this.maximum = maximum;
    this.capacity = Math.min(first, maximum);
  }

  /** Adds one to the amount, unless it is the maximum. */
  void grow() {
    capacity = Math.min(maximum, capacity + 1);
  }

  /** Returns whether a webhook that uses this much may take more. */
  boolean admits(Destination destination, long usedByWebhook) {
    double left = capacity - used;
    double leftToAccount = ShareRule.left(left, usedBy(destination.account()));
    double leftToHost = ShareRule.left(left, usedByHost.getOrDefault(destination.host(), 0L));
    double leftToDestination =
        ShareRule.left(
            Math.min(leftToAccount, leftToHost), usedByDestination.getOrDefault(destination, 0L));
    return ShareRule.left(leftToDestination, usedByWebhook) > 0;
  }

  /** Counts what a webhook uses now and where, instead of what it used before. */
  void move(Destination from, long before, Destination to, long now) {
    if (from.equals(to)) {
      add(to, now - before);
    } else {
      add(from, -before);
      add(to, now);
    }
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

  /** Returns the present amount, of which {@link #used} is a part. */
  long capacity() {
    return capacity;
  }

  /** Returns how much more may be used now. Is negative if too much is used. */
  long left() {
    return capacity - used;
  }

  /** Returns how much an account uses. */
  long usedBy(String account) {
    return usedByAccount.getOrDefault(account, 0L);
  }
}
