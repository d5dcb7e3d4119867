package webhooks.api.http;

import java.time.Duration;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * The limits that all request bodies of this node share, so that neither slow nor large ones stop
 * it: how many threads wait for clients, and how much memory bodies take.
 *
 * @param timeout the time for a whole body; the server limits only the wait for the next byte
 * @param waiting counts the threads that wait for the next bytes of a body
 * @param memory counts the bytes of large bodies, from before they are read until they are stored
 */
record BodyLimits(Duration timeout, CallerLimit waiting, CallerLimit memory) {
  /** The maximum size of a body that is not large: of these, each thread can have one. */
  static final int MAX_SMALL = MaxBodySize.DEFAULT;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Half of the 64 threads that the servers have for requests. */
  static final int MAX_WAITING = 32;

  /** Events take several times the size of their body in memory until they are stored. */
  static final int HEAP_FRACTION = 16;

  /** Returns an empty share of the memory. */
  CallerLimit.Share memory(LimitKey caller) {
    return memory.share(caller);
  }

  /** Returns the limits of a node with a heap of this size. The largest body always fits. */
  static BodyLimits of(long heap) {
    // Of a body that is too large, one byte more is read.
    long largest = MaxBodySize.LARGEST + 1L;
    return new BodyLimits(
        TIMEOUT,
        new CallerLimit(
            MAX_WAITING, "Too many requests wait for the rest of their bodies. Try again later."),
        new CallerLimit(
            Math.max(largest, heap / HEAP_FRACTION),
            "Too many large bodies are being read and stored. Try again later."));
  }
}
