package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.queue.Claim;

/**
 * Decides how far back a claim looks for due deliveries.
 *
 * <p>An index keeps the entries of ended deliveries for as long as any transaction may still see
 * them, for hours during a dump. So most claims read only the deliveries that became due since the
 * latest claim that left none. Some claims read all due deliveries, because a transaction that was
 * slow to commit may have made a delivery due earlier. A claim that took long does not count as the
 * latest one: it may have waited for its connection, and then looked back from too late a time.
 *
 * <p>While more deliveries are due than one claim reads, every second claim reads only the
 * deliveries that became due since the latest such claim. So a retry does not wait for a million
 * others that became due before it. For one thread.
 */
final class DueScan {
  /** Reads all due deliveries. */
  static final Duration ALL = Duration.ofDays(10_000);

  /** Longer than almost all claims and transactions that make a delivery due take together. */
  private static final Duration OVERLAP = Duration.ofSeconds(1);

  /** The shortest time between two claims that read all due deliveries. */
  private static final long MIN_REST_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long MAX_REST_NANOS = Duration.ofSeconds(30).toNanos();

  /** After a claim that read all, no such claim begins for so many times as long as it took. */
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
   * Creates a scan whose first claim reads all due deliveries.
   *
   * @param ticker the time in nanoseconds
   */
  DueScan(LongSupplier ticker) {
    this.ticker = ticker;
    this.doneUntil = ticker.getAsLong();
    this.nextOfAll = doneUntil;
    this.latestStart = doneUntil;
  }

  /** Begins a claim, which reads the deliveries that became due within the returned time. */
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
   * @param limit the maximum number of rows that it may read
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
