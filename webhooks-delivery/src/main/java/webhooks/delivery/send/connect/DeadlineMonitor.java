package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.core5.reactor.IOSession;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;

/**
 * Ends operations that exceed the time-out of an attempt: attempts, token requests and TLS
 * handshakes.
 *
 * <p>Operations with the same time-out are due nearly in the order in which they were added: one
 * worker waits for the oldest of each time-out, and an attempt needs no timer of its own. If input
 * is unread when operations are due, the I/O threads first get one more turn, because the input may
 * be the response of such an operation. Safe for several threads.
 */
public final class DeadlineMonitor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DeadlineMonitor.class.getName());

  /** An operation that is ended if it takes longer than the time-out of an attempt. */
  public interface Expirable {
    /** Returns when the operation started, by {@link System#nanoTime}. */
    long startedNanos();

    /** Returns how long the operation may take. It is the same at each call. */
    Duration timeout();

    /**
     * Ends the operation. The monitor calls it once at most.
     *
     * @param nodeBusy whether this node was too slow for the operation, and not its receiver
     */
    void expire(boolean nodeBusy);
  }

  /** The running operations by their time-outs. Each set has at least one. */
  private final Map<Duration, Set<Expirable>> running = new HashMap<>();

  private final StopSignal stop = new StopSignal();
  private final UnreadInput input = new UnreadInput();
  private final NodeDelay delay;

  /**
   * Starts a monitor.
   *
   * @param longest the longest time-out of an operation
   */
  public DeadlineMonitor(Duration longest, ThreadFactory threads) {
    this.delay = new NodeDelay(input, longest, System.nanoTime());
    Worker.of("Ending overdue attempts", stop, this::expireNext).start(threads);
  }

  /** Returns the finder of unread input. Each new connection must be added to it. */
  UnreadInput input() {
    return input;
  }

  /** Adds an operation that has just started. Its owner {@linkplain #remove removes} it. */
  public void add(Expirable operation) {
    synchronized (running) {
      Set<Expirable> alike =
          running.computeIfAbsent(operation.timeout(), time -> new LinkedHashSet<>());
      alike.add(operation);
      if (alike.size() == 1) {
        running.notifyAll();
      }
    }
  }

  /** Removes an operation that has ended. */
  public void remove(Expirable operation) {
    synchronized (running) {
      Set<Expirable> alike = running.get(operation.timeout());
      if (alike != null && alike.remove(operation) && alike.isEmpty()) {
        running.remove(operation.timeout());
      }
    }
  }

  /** Waits for operations that are overdue, and ends them. */
  private boolean expireNext() throws InterruptedException {
    if (awaitOverdue()) {
      Map<IOSession, Long> unread = delay.unread();
      boolean late = !unread.isEmpty() && awaitTurn() && delay.isStillUnread(unread);
      takeOverdue().forEach(operation -> expire(operation, late));
    }
    return true;
  }

  private void expire(Expirable operation, boolean late) {
    try {
      operation.expire(late || delay.stoodStill(operation.startedNanos(), operation.timeout()));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "An overdue attempt or handshake could not be ended", e);
    }
  }

  /** Waits for an operation whose time is over; returns false if the monitor is closed first. */
  private boolean awaitOverdue() throws InterruptedException {
    synchronized (running) {
      while (!stop.isSet()) {
        if (running.isEmpty()) {
          running.wait();
          delay.resting(System.nanoTime());
          continue;
        }
        long now = System.nanoTime();
        delay.running(now);
        long left =
            running.values().stream()
                .mapToLong(alike -> left(alike.iterator().next(), now))
                .min()
                .orElseThrow();
        if (left <= 0) {
          return true;
        }
        Duration wait = Duration.ofNanos(Math.min(left, NodeDelay.TURN.toNanos()));
        running.wait(wait.toMillis(), wait.toNanosPart() % 1_000_000);
      }
      return false;
    }
  }

  /** Waits while the I/O threads have a turn; returns false if the monitor is closed first. */
  private boolean awaitTurn() {
    boolean closed = stop.await(NodeDelay.TURN);
    delay.running(System.nanoTime());
    return !closed;
  }

  private List<Expirable> takeOverdue() {
    long now = System.nanoTime();
    List<Expirable> overdue = new ArrayList<>();
    synchronized (running) {
      running.values().forEach(alike -> takeOverdue(alike, now, overdue));
      running.values().removeIf(Set::isEmpty);
    }
    return overdue;
  }

  private static void takeOverdue(Set<Expirable> alike, long nowNanos, List<Expirable> overdue) {
    Iterator<Expirable> oldest = alike.iterator();
    while (oldest.hasNext()) {
      Expirable next = oldest.next();
      if (left(next, nowNanos) > 0) {
        break;
      }
      oldest.remove();
      overdue.add(next);
    }
  }

  private static long left(Expirable operation, long nowNanos) {
    return operation.startedNanos() + operation.timeout().toNanos() - nowNanos;
  }

  /** Stops the monitor; running operations are no longer ended. */
  @Override
  public void close() {
    synchronized (running) {
      stop.set();
      running.notifyAll();
    }
  }
}
