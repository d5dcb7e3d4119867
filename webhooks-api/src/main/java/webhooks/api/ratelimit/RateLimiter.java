package webhooks.api.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each client on this node: a client makes no more than the limit in any
 * minute.
 *
 * <p>Safe for use by several threads.
 */
final class RateLimiter {
  /** The number of clients at which idle ones are removed. */
  private static final int MIN_CLIENTS_TO_PURGE = 10_000;

  private final Map<String, RequestCount> clients = new ConcurrentHashMap<>();
  private final int perMinute;
  private final LongSupplier nanoTime;
  private volatile int purgeAt = MIN_CLIENTS_TO_PURGE;

  /**
   * Creates a limiter that knows no client.
   *
   * @param perMinute the number of requests that each client may make in a minute
   * @param nanoTime the time in nanoseconds since any moment
   */
  RateLimiter(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  /** Counts a request and returns zero, or returns how long the client has to wait before it. */
  Duration take(String client) {
    long now = nanoTime.getAsLong();
    if (clients.size() >= purgeAt) {
      clients.values().removeIf(count -> count.isEmpty(now));
      // If most clients are busy, the next requests must not search all of them again.
      purgeAt = Math.max(MIN_CLIENTS_TO_PURGE, 2 * clients.size());
    }
    return clients.computeIfAbsent(client, unused -> new RequestCount()).take(now, perMinute);
  }

  /** Returns the number of known clients. */
  int clients() {
    return clients.size();
  }
}
