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
  private final String failureMessage;

  /**
   * Creates a limit with all permits free.
   *
   * @param maxConcurrent how many operations may run at the same time
   * @param failureMessage the message of the failure when a wait takes too long
   */
  public ConcurrencyLimit(int maxConcurrent, Duration maxWait, String failureMessage) {
    this.free = new Semaphore(maxConcurrent, true);
    this.maxWait = maxWait;
    this.failureMessage = failureMessage;
  }

  /**
   * Waits for a permit, which the caller releases.
   *
   * @throws DatabaseFailure if no permit is free in time, or the thread is interrupted
   */
  public void acquire() {
    acquireUntil(System.nanoTime() + maxWait.toNanos());
  }

  /**
   * Waits for a permit until a point in time of {@link System#nanoTime}, for callers that wait for
   * several limits.
   *
   * @throws DatabaseFailure if no permit is free in time, or the thread is interrupted
   */
  void acquireUntil(long end) {
    boolean taken = false;
    try {
      taken = free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw new DatabaseFailure(new SQLTransientConnectionException(failureMessage));
    }
  }

  /** Releases a permit; any thread may do so. */
  public void release() {
    free.release();
  }
}
