package webhooks.api.http.response;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import webhooks.domain.limit.LimitKey.Holder;

/**
 * Remembers which requests of which callers had a large response within the last minute. The next
 * response to such a request takes its share before anything is read for it, so that a refused one
 * costs no query. Remembers the latest {@value #MAX}. Safe for several threads.
 */
final class RecentLargeResponses {
  static final int MAX = 1_000;
  static final Duration TIME = Duration.ofMinutes(1);

  private record Request(Holder caller, String path) {}

  private final LongSupplier nanoTime;

  /** When each request had a large response, the earliest first. */
  private final Map<Request, Long> times = new LinkedHashMap<>();

  /**
   * Creates a memory without responses.
   *
   * @param nanoTime the time in nanoseconds since any moment
   */
  RecentLargeResponses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Notes that a response to the caller became large. */
  synchronized void add(Holder caller, String path) {
    Request request = new Request(caller, path);
    times.remove(request);
    times.put(request, nanoTime.getAsLong());
    if (times.size() > MAX) {
      times.remove(times.keySet().iterator().next());
    }
  }

  /** Returns whether the next response to such a request is probably large too. */
  synchronized boolean contains(Holder caller, String path) {
    Long time = times.get(new Request(caller, path));
    return time != null && nanoTime.getAsLong() - time <= TIME.toNanos();
  }
}
