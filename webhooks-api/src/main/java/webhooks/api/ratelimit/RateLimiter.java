package webhooks.api.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the requests of each client on this node: a bucket that holds a minute's requests and is
 * filled again all the time.
 *
 * <p>Safe for several threads.
 */
final class RateLimiter {
  /** From here on buckets that are full again, which say nothing, are thrown away. */
  private static final int MANY = 10_000;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perMinute;
  private final TimeMeter clock;
  private volatile int tooMany = MANY;

  /**
   * Starts with every bucket full.
   *
   * @param perMinute requests of each client
   */
  RateLimiter(int perMinute, TimeMeter clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Counts a request; returns how long the client has to wait with it, which may be zero. */
  Duration take(String client) {
    if (buckets.size() >= tooMany) {
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() == perMinute);
      // Not looked through again for each request, should all of them be in use.
      tooMany = Math.max(MANY, 2 * buckets.size());
    }
    return Duration.ofNanos(
        buckets
            .computeIfAbsent(client, unused -> newBucket())
            .tryConsumeAndReturnRemaining(1)
            .getNanosToWaitForRefill());
  }

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
