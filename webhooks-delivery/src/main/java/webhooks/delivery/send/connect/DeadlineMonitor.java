package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends what takes longer than it may: attempts, and handshakes.
 *
 * <p>All have the same time, so they are due in the order they began: one thread looks at the
 * oldest and sleeps until its time is over, and an attempt costs no timer of its own.
 */
public final class DeadlineMonitor implements Runnable {
  private static final Logger LOG = Logger.getLogger(DeadlineMonitor.class.getName());

  private final long timeoutNanos;
  private final Queue<Expirable> running = new ArrayDeque<>();

  /** Creates a monitor of operations that all have the same time-out. */
  public DeadlineMonitor(Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
  }

  /** Adds an operation that has just started. */
  public void add(Expirable timed) {
    synchronized (running) {
      running.add(timed);
      if (running.size() == 1) {
        running.notifyAll();
      }
    }
  }

  /** Runs until the thread is interrupted. */
  @Override
  public void run() {
    try {
      while (true) {
        expire(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void expire(Expirable timed) {
    try {
      timed.expire();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "An attempt or a handshake could not be broken off", e);
    }
  }

  /** Waits for the next whose time is over. */
  private Expirable next() throws InterruptedException {
    synchronized (running) {
      while (true) {
        Expirable oldest = running.peek();
        if (oldest == null) {
          running.wait();
          continue;
        }
        long left = oldest.startedNanos() + timeoutNanos - System.nanoTime();
        if (oldest.isOver()) {
          running.remove();
        } else if (left <= 0) {
          return running.remove();
        } else {
          Duration wait = Duration.ofNanos(left);
          running.wait(wait.toMillis(), wait.toNanosPart() % 1_000_000);
        }
      }
    }
  }
}
