package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;

/**
 * Ends operations that exceed the time-out of an attempt: attempts and TLS handshakes.
 *
 * <p>All have the same time-out, so they are due in the order in which they started: one worker
 * waits for the oldest, and an attempt needs no timer of its own. Safe for several threads.
 */
public final class DeadlineMonitor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DeadlineMonitor.class.getName());

  private final long timeoutNanos;
  private final Queue<Expirable> running = new ArrayDeque<>();
  private final StopSignal stop = new StopSignal();

  /** Starts a monitor of operations that all have the same time-out. */
  public DeadlineMonitor(Duration timeout, ThreadFactory threads) {
    this.timeoutNanos = timeout.toNanos();
    Worker.of("Ending overdue attempts", stop, this::expireNext).start(threads);
  }

  /** Adds an operation that has just started. */
  public void add(Expirable operation) {
    synchronized (running) {
      running.add(operation);
      if (running.size() == 1) {
        running.notifyAll();
      }
    }
  }

  /** Waits for an operation that is overdue, and ends it. */
  private boolean expireNext() throws InterruptedException {
    next().ifPresent(DeadlineMonitor::expire);
    return true;
  }

  private static void expire(Expirable operation) {
    try {
      operation.expire();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "An overdue attempt or handshake could not be ended", e);
    }
  }

  /** Waits for an operation whose time is over; returns empty if the monitor is closed first. */
  private Optional<Expirable> next() throws InterruptedException {
    synchronized (running) {
      while (!stop.isSet()) {
        Expirable oldest = running.peek();
        if (oldest == null) {
          running.wait();
          continue;
        }
        long left = oldest.startedNanos() + timeoutNanos - System.nanoTime();
        if (oldest.isOver()) {
          running.remove();
        } else if (left <= 0) {
          return Optional.of(running.remove());
        } else {
          Duration wait = Duration.ofNanos(left);
          running.wait(wait.toMillis(), wait.toNanosPart() % 1_000_000);
        }
      }
      return Optional.empty();
    }
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
