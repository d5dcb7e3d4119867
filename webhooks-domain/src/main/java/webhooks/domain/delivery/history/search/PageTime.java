package webhooks.domain.delivery.history.search;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides when a page of a search ends. The first query always runs, and one that is slower than
 * the one before it can exceed the time. For one thread.
 */
final class PageTime {
  static final Duration MAX = Duration.ofMillis(600);

  private final LongSupplier clock;
  private final long start;
  private long ofLastQuery;

  /**
   * Starts the page.
   *
   * @param clock nanoseconds since an arbitrary moment
   */
  PageTime(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Runs a query and measures it. */
  <T> T ofQuery(Supplier<T> query) {
    long begin = clock.getAsLong();
    T result = query.get();
    ofLastQuery = clock.getAsLong() - begin;
    return result;
  }

  /** Returns whether another query like the last one would end in time. */
  boolean isEnoughForQuery() {
    return passed() + ofLastQuery <= MAX.toNanos();
  }

  boolean isOver() {
    return passed() >= MAX.toNanos();
  }

  private long passed() {
    return clock.getAsLong() - start;
  }
}
