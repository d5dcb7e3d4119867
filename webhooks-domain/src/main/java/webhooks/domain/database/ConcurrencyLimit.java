package webhooks.domain.database;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many expensive operations run at the same time. Waiters are served in order. Safe for
 * several threads.
 */
public final class ConcurrencyLimit {
  private final Semaphore free;
  private final Duration maxWait;
  private final String waiting;

  /**
   * Creates a limit with all permits free.
   *
   * @param atOnce how many operations may run at the same time
   * @param waiting the message of the failure when a wait takes too long
   */
  public ConcurrencyLimit(int atOnce, Duration maxWait, String waiting) {
    this.free = new Semaphore(atOnce, true);
    this.maxWait = maxWait;
    this.waiting = waiting;
  }

  /**
   * Waits for a permit, which the caller releases.
   *
   * @throws DatabaseFailure if no permit is free in time, or the thread is interrupted
   */
  public void acquire() {
    boolean taken = false;
    try {
      taken = free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw new DatabaseFailure(new SQLTransientConnectionException(waiting));
    }
  }

  /** Releases a permit; any thread may do so. */
  public void release() {
    free.release();
  }
}
