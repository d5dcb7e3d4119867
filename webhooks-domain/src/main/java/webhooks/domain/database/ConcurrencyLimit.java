package webhooks.domain.database;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Has what asks much of this node or its database done by a few at once; the others wait for their
 * turn, the first to come first. Safe for several threads.
 */
public final class ConcurrencyLimit {
  private final Semaphore free;
  private final Duration longestWait;
  private final String waiting;

  /**
   * Creates it with all turns free.
   *
   * @param atOnce how many have a turn at the same time
   * @param waiting says of those that wait too long what they wait for
   */
  public ConcurrencyLimit(int atOnce, Duration longestWait, String waiting) {
    this.free = new Semaphore(atOnce, true);
    this.longestWait = longestWait;
    this.waiting = waiting;
  }

  /**
   * Waits for a turn, which is to be ended.
   *
   * @throws DatabaseFailure if it does not come in time, or the thread is interrupted
   */
  public void acquire() {
    boolean taken = false;
    try {
      taken = free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw new DatabaseFailure(new SQLTransientConnectionException(waiting));
    }
  }

  /** Ends a turn, from whichever thread. */
  public void release() {
    free.release();
  }
}
