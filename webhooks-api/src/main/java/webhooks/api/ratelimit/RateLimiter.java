package webhooks.api.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import webhooks.domain.limit.LimitKey;

/**
 * Limits the requests of each caller on this node: a caller makes no more than the limit in any
 * minute. An account has no limit of its own, because no other request waits for a rate.
 *
 * <p>Safe for use by several threads.
 */
final class RateLimiter {
  /** With fewer known callers, idle ones are not removed. */
  private static final int MIN_CALLERS_TO_PURGE = 10_000;

  private final Map<LimitKey.Holder, RequestCount> callers = new ConcurrentHashMap<>();
  private final int perMinute;
  private final LongSupplier nanoTime;
  private volatile int purgeAt = MIN_CALLERS_TO_PURGE;

  /**
   * Creates a limiter that knows no caller.
   *
   * @param perMinute the number of requests that each caller may make in a minute
   * @param nanoTime the time in nanoseconds since any moment
   */
  RateLimiter(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  /** Counts a request and returns zero, or returns how long the caller has to wait before it. */
  Duration take(LimitKey key) {
    long now = nanoTime.getAsLong();
    if (callers.size() >= purgeAt) {
      callers.values().removeIf(count -> count.isEmpty(now));
      // If most callers are busy, the next requests must not search all of them again.
      purgeAt = Math.max(MIN_CALLERS_TO_PURGE, 2 * callers.size());
    }
    return callers.computeIfAbsent(key.caller(), unused -> new RequestCount()).take(now, perMinute);
  }

  /** Returns the number of known callers. */
  int callers() {
    return callers.size();
  }
}
