package webhooks.api.http;

import java.time.Duration;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.StrangerWaits;

/**
 * The limits that all request bodies of this node share, so that neither slow nor large bodies stop
 * it: how many threads wait for clients, and how much memory bodies take.
 *
 * @param timeout the time for a whole body; the server limits only the wait for the next byte
 * @param waiting limits the threads that wait for the next bytes of a body of a known caller
 * @param strangers limits the threads that wait for callers without a login
 * @param memory limits the bytes of large bodies, from before they are read until their requests
 *     are answered
 */
record BodyLimits(
    Duration timeout, CallerLimit waiting, StrangerWaits strangers, CallerLimit memory) {
  /** The maximum size of a body that is not large. There is memory for one on each thread. */
  static final int MAX_SMALL = MaxBodySize.DEFAULT;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Half of the 64 threads that the servers have for requests. */
  static final int MAX_WAITING = 32;

  /** A quarter of these threads, beside the others. */
  static final int MAX_STRANGERS = 16;

  /**
   * Large bodies may take the heap divided by this. It leaves room for their events, which take
   * several times the size of the body until they are stored.
   */
  static final int HEAP_DIVISOR = 16;

  /** Returns a share of the memory that is empty at first. */
  CallerLimit.Share memory(LimitKey caller) {
    return memory.share(caller);
  }

  /** Returns the limits of a node with a heap of this size. The largest body always fits. */
  static BodyLimits of(long heap) {
    // One byte more than the maximum is read, to detect a body that is too large.
    long largest = MaxBodySize.LARGEST + 1L;
    return new BodyLimits(
        TIMEOUT,
        new CallerLimit(
            MAX_WAITING, "Too many requests wait for the rest of their bodies. Try again later."),
        new StrangerWaits(MAX_STRANGERS),
        new CallerLimit(
            Math.max(largest, heap / HEAP_DIVISOR),
            "Too many large bodies are being read and stored. Try again later."));
  }
}
