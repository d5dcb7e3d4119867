package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.queue.Claim;

/**
 * Decides how far back a claim looks for due deliveries.
 *
 * <p>An index keeps the entries of ended deliveries for as long as any transaction may still see
 * them, for hours during a dump. So most claims look only at what became due since the latest claim
 * that left nothing. Some look at all that is due, because a transaction that was slow to commit
 * may have made a delivery due earlier. A claim that took long may have waited for its connection
 * first and looked too late, so it does not count as the latest one.
 *
 * <p>While more is due than one claim reads, every second claim looks only at what became due since
 * the latest such claim. So a retry does not wait for a million others that became due before it.
 * For one thread.
 */
final class DueScan {
  /** Looks at all that is due. */
  static final Duration ALL = Duration.ofDays(10_000);

  /** Longer than almost all claims and transactions that make a delivery due take together. */
  private static final Duration OVERLAP = Duration.ofSeconds(1);

  /** The shortest time between two claims that look at all that is due. */
  private static final long MIN_REST_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long MAX_REST_NANOS = Duration.ofSeconds(30).toNanos();

  /** Claims that look at all rest so many times as long as the latest one took. */
  private static final int REST = 20;

  private final LongSupplier ticker;
  private long doneUntil;
  private long nextOfAll;
  private long start;
  private boolean ofAll;
  private boolean ofLatest;
  private boolean behind;
  private long latestStart;

  /**
   * Creates a scan whose first claim looks at all that is due.
   *
   * @param ticker the time in nanoseconds
   */
  DueScan(LongSupplier ticker) {
    this.ticker = ticker;
    this.doneUntil = ticker.getAsLong();
    this.nextOfAll = doneUntil;
    this.latestStart = doneUntil;
  }

  /** Begins a claim. Returns since when at most the deliveries are due that it looks at. */
  Duration begin() {
    start = ticker.getAsLong();
    ofLatest = behind && !ofLatest;
    Duration latest = Duration.ofNanos(start - latestStart).plus(OVERLAP);
    if (ofLatest || !behind) {
      latestStart = start;
    }
    if (ofLatest) {
      return latest;
    }
    ofAll = start - nextOfAll >= 0;
    return ofAll ? ALL : Duration.ofNanos(start - doneUntil).plus(OVERLAP);
  }

  /** Returns whether more may be due than the claims have read. */
  boolean isBehind() {
    return behind;
  }

  /**
   * Ends the claim.
   *
   * @param limit the maximum number of rows that it read
   */
  void end(Claim claim, int limit) {
    if (ofLatest) {
      return;
    }
    behind = claim.examined() == limit;
    boolean complete = claim.examined() < limit && claim.unchanged() == 0;
    long now = ticker.getAsLong();
    if (complete && (ofAll || now - start < OVERLAP.toNanos())) {
      doneUntil = start;
    }
    if (ofAll && complete) {
      long rest = Math.max(MIN_REST_NANOS, REST * (now - start));
      nextOfAll = now + Math.min(rest, MAX_REST_NANOS);
    }
  }
}
