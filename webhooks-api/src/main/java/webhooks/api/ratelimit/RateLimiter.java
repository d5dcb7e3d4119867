package webhooks.api.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each client on this node, with one token bucket for each client.
 *
 * <p>A bucket holds the requests of one minute and is refilled continuously. Safe for use by
 * several threads.
 */
final class RateLimiter {
  /** The number of buckets at which full ones, which have no effect, are removed. */
  private static final int MIN_BUCKETS_TO_PURGE = 10_000;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perMinute;
  private final TimeMeter clock;
  private volatile int purgeAt = MIN_BUCKETS_TO_PURGE;

  /**
   * Creates a limiter with full buckets.
   *
   * @param perMinute the number of requests that each client may make in a minute
   */
  RateLimiter(int perMinute, TimeMeter clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Counts a request, and returns how long the client has to wait before it, often zero. */
  Duration take(String client) {
    if (buckets.size() >= purgeAt) {
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() == perMinute);
      // If most buckets are in use, the next requests must not search all of them again.
      purgeAt = Math.max(MIN_BUCKETS_TO_PURGE, 2 * buckets.size());
    }
    return Duration.ofNanos(
        buckets
            .computeIfAbsent(client, unused -> newBucket())
            .tryConsumeAndReturnRemaining(1)
            .getNanosToWaitForRefill());
  }

  /** Returns the number of buckets. */
  int clients() {
    return buckets.size();
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .withCustomTimePrecision(clock)
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }
}
