package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;

/**
 * Ends operations that exceed the time-out of an attempt: attempts and TLS handshakes.
 *
 * <p>All have the same time-out, so they are due nearly in the order in which they were added: one
 * worker waits for the oldest, and an attempt needs no timer of its own. Safe for several threads.
 */
public final class DeadlineMonitor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DeadlineMonitor.class.getName());

  /** An operation that is ended if it takes longer than the time-out of an attempt. */
  public interface Expirable {
    /** Returns when the operation started, by {@link System#nanoTime}. */
    long startedNanos();

    /** Ends the operation. The monitor calls it once at most. */
    void expire();
  }

  private final long timeoutNanos;
  private final Set<Expirable> running = new LinkedHashSet<>();
  private final StopSignal stop = new StopSignal();

  /** Starts a monitor of operations that all have the same time-out. */
  public DeadlineMonitor(Duration timeout, ThreadFactory threads) {
    this.timeoutNanos = timeout.toNanos();
    Worker.of("Ending overdue attempts", stop, this::expireNext).start(threads);
  }

  /** Adds an operation that has just started. Its owner {@linkplain #remove removes} it. */
  public void add(Expirable operation) {
    synchronized (running) {
      running.add(operation);
      if (running.size() == 1) {
        running.notifyAll();
      }
    }
  }

  /** Removes an operation that has ended. */
  public void remove(Expirable operation) {
    synchronized (running) {
      running.remove(operation);
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
        if (running.isEmpty()) {
          running.wait();
          continue;
        }
        Expirable oldest = running.iterator().next();
        long left = oldest.startedNanos() + timeoutNanos - System.nanoTime();
        if (left <= 0) {
          running.remove(oldest);
          return Optional.of(oldest);
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
