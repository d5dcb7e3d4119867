package webhooks.api.ratelimit;

import java.time.Duration;

/** The requests that one caller made in the last minute, counted by the second. */
final class RequestCount {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** One more than a minute has, because a minute can begin in the middle of a second. */
  private static final int SECONDS = 61;

  private final int[] counts = new int[SECONDS];
  private long last = Long.MIN_VALUE;
  private int sum;

  /**
   * Counts a request and returns zero, or returns how long it has to wait if there are too many.
   */
  synchronized Duration take(long now, int perMinute) {
    advance(Math.floorDiv(now, SECOND));
    if (sum < perMinute) {
      counts[index(last)]++;
      sum++;
      return Duration.ZERO;
    }
    long oldest = last - SECONDS + 1;
    while (counts[index(oldest)] == 0) {
      oldest++;
    }
    return Duration.ofNanos((oldest + SECONDS) * SECOND - now);
  }

  /** Returns whether there was no request in the last minute. */
  synchronized boolean isEmpty(long now) {
    advance(Math.floorDiv(now, SECOND));
    return sum == 0;
  }

  /** Forgets the requests of more than a minute ago. */
  private void advance(long second) {
    for (long next = Math.max(last + 1, second - SECONDS + 1); next <= second; next++) {
      sum -= counts[index(next)];
      counts[index(next)] = 0;
    }
    last = Math.max(last, second);
  }

  private static int index(long second) {
    return Math.floorMod(second, SECONDS);
  }
}
