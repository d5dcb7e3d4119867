package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.hc.core5.reactor.IOSession;

/**
 * Tells whether the node itself was too slow for an operation that exceeded its time-out: its I/O
 * threads leave input unread, or the whole process stood still for half of the time-out.
 *
 * <p>For the thread of the deadline monitor alone.
 */
final class NodeDelay {
  /** The time in which an I/O thread with enough CPU has read the input that was there. */
  static final Duration TURN = Duration.ofMillis(250);

  /** A time in which the process did not run. */
  private record Pause(long endNanos, long nanos) {}

  private final UnreadInput input;
  private final long longestNanos;
  private final Deque<Pause> pauses = new ArrayDeque<>();
  private long latestNanos;

  /**
   * Creates the delays of a process that runs now.
   *
   * @param longest the longest time-out of an operation
   */
  NodeDelay(UnreadInput input, Duration longest, long nowNanos) {
    this.input = input;
    this.longestNanos = longest.toNanos();
    this.latestNanos = nowNanos;
  }

  /** Notes that the process runs. A gap of more than two turns between two notes is a pause. */
  void running(long nowNanos) {
    long gap = nowNanos - latestNanos - TURN.toNanos();
    if (gap > TURN.toNanos()) {
      pauses.add(new Pause(nowNanos, gap));
    }
    latestNanos = nowNanos;
    while (!pauses.isEmpty() && nowNanos - pauses.element().endNanos() > 2 * longestNanos) {
      pauses.remove();
    }
  }

  /** Counts no pause until this moment, because no operation was running. */
  void resting(long nowNanos) {
    latestNanos = nowNanos;
  }

  /** Returns whether the process stood still for half of the time-out of an operation. */
  boolean stoodStill(long startedNanos, Duration timeout) {
    long nanos =
        pauses.stream()
            .filter(pause -> pause.endNanos() - startedNanos > 0)
            .mapToLong(pause -> Math.min(pause.nanos(), pause.endNanos() - startedNanos))
            .sum();
    return nanos >= timeout.toNanos() / 2;
  }

  /** Returns the connections with unread input, each with the time of its latest read. */
  Map<IOSession, Long> unread() {
    return input.find();
  }

  /** Returns whether a connection that had unread input a turn ago has not been read since. */
  boolean isStillUnread(Map<IOSession, Long> before) {
    Map<IOSession, Long> now = input.find();
    return before.entrySet().stream().anyMatch(now.entrySet()::contains);
  }
}
