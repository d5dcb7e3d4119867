package webhooks.domain.database.lock;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import webhooks.domain.database.ConcurrencyLimit;
import webhooks.domain.database.DatabaseFailure;

/**
 * Keeps one lock in memory for each owner that uses one, so that owners don't wait for each other.
 * A lock that no thread has or waits for takes no memory. Safe for several threads; the threads of
 * one owner are served in order.
 */
final class OwnerLocks {
  private final ConcurrentMap<String, Lock> locks = new ConcurrentHashMap<>();
  private final Duration maxWait;
  private final String failureMessage;

  /**
   * Creates locks that are all free.
   *
   * @param failureMessage the message of the failure when a wait takes too long
   */
  OwnerLocks(Duration maxWait, String failureMessage) {
    this.maxWait = maxWait;
    this.failureMessage = failureMessage;
  }

  /**
   * The lock of an owner.
   *
   * @param users how many threads have it or wait for it
   */
  private record Lock(ConcurrencyLimit limit, int users) {
    Lock with(int more) {
      return new Lock(limit, users + more);
    }
  }

  /**
   * Waits for the owner's lock until a point in time of {@link System#nanoTime}.
   *
   * @throws DatabaseFailure if it is not free in time, or the thread is interrupted
   */
  void acquireUntil(String owner, long end) {
    Lock lock =
        locks.compute(
            owner,
            (key, known) ->
                (known == null
                        ? new Lock(new ConcurrencyLimit(1, maxWait, failureMessage), 0)
                        : known)
                    .with(1));
    try {
      lock.limit().acquireUntil(owner, end);
    } catch (RuntimeException e) {
      forget(owner);
      throw e;
    }
  }

  /** Releases the owner's lock; any thread may do so. */
  void release(String owner) {
    locks.get(owner).limit().release(owner);
    forget(owner);
  }

  private void forget(String owner) {
    locks.computeIfPresent(owner, (key, lock) -> lock.users() == 1 ? null : lock.with(-1));
  }

  /** Returns how many owners have a lock or wait for one. */
  int size() {
    return locks.size();
  }
}
