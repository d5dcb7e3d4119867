package webhooks.domain.database;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import webhooks.domain.limit.ShareRule;

/**
 * Limits how many operations run at the same time. The accounts whose operations wait get permits
 * in turn, so that an account with many operations can't starve another. One account holds at most
 * {@link ShareRule#maxAlone} permits at a time. Operations of one account are served in order. They
 * use the database, so a wait that is too long is a temporary failure of the database. Safe for
 * several threads.
 */
public final class ConcurrencyLimit {
  private final Duration maxWait;
  private final String failureMessage;

  /** The waiting operations, by account. The first account has the next turn. */
  private final Map<Object, Deque<Semaphore>> waiting = new LinkedHashMap<>();

  private final Map<Object, Integer> running = new HashMap<>();
  private final int maxPerAccount;
  private int free;

  /**
   * Creates a limit with all permits free.
   *
   * @param maxConcurrent how many operations may run at the same time
   * @param failureMessage the message of the failure when a wait takes too long
   */
  public ConcurrencyLimit(int maxConcurrent, Duration maxWait, String failureMessage) {
    this.free = maxConcurrent;
    this.maxPerAccount = ShareRule.maxAlone(maxConcurrent);
    this.maxWait = maxWait;
    this.failureMessage = failureMessage;
  }

  /**
   * Waits for a permit, which the caller releases.
   *
   * @param account the account of the operation; any key whose holders take turns
   * @throws DatabaseFailure if no permit is free in time, or the thread is interrupted
   */
  public void acquire(Object account) {
    acquireUntil(account, System.nanoTime() + maxWait.toNanos());
  }

  /**
   * Waits for a permit, which the caller releases.
   *
   * @return whether a permit was free in time; also false if the thread is interrupted meanwhile
   */
  public boolean tryAcquire(Object account) {
    return tryAcquireUntil(account, System.nanoTime() + maxWait.toNanos());
  }

  /**
   * Waits for a permit until a point in time of {@link System#nanoTime}, for callers that wait for
   * several limits.
   *
   * @throws DatabaseFailure if no permit is free in time, or the thread is interrupted
   */
  public void acquireUntil(Object account, long end) {
    if (!tryAcquireUntil(account, end)) {
      throw new DatabaseFailure(new SQLTransientConnectionException(failureMessage));
    }
  }

  private boolean tryAcquireUntil(Object account, long end) {
    Semaphore turn = new Semaphore(0);
    if (takeOrWait(account, turn)) {
      return true;
    }
    boolean taken = false;
    try {
      taken = turn.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A release may have given the permit at the moment at which the wait ended.
    return taken || !leave(account, turn);
  }

  private synchronized boolean takeOrWait(Object account, Semaphore turn) {
    if (isFreeFor(account)) {
      run(account);
      return true;
    }
    waiting.computeIfAbsent(account, key -> new ArrayDeque<>()).add(turn);
    return false;
  }

  private boolean isFreeFor(Object account) {
    return free > 0 && running.getOrDefault(account, 0) < maxPerAccount;
  }

  private void run(Object account) {
    free--;
    running.merge(account, 1, Integer::sum);
  }

  /** Ends a wait. Returns false if a release has already given the permit. */
  private synchronized boolean leave(Object account, Semaphore turn) {
    Deque<Semaphore> ofAccount = waiting.get(account);
    if (ofAccount == null || !ofAccount.remove(turn)) {
      return false;
    }
    if (ofAccount.isEmpty()) {
      waiting.remove(account);
    }
    return true;
  }

  /** Releases a permit of an account; any thread may do so. */
  public synchronized void release(Object account) {
    free++;
    running.computeIfPresent(account, (key, count) -> count == 1 ? null : count - 1);
    waiting.keySet().stream().filter(this::isFreeFor).findFirst().ifPresent(this::runNext);
  }

  private void runNext(Object account) {
    run(account);
    // Removed and added again, so that the other accounts have their turns before it.
    Deque<Semaphore> ofAccount = waiting.remove(account);
    ofAccount.remove().release();
    if (!ofAccount.isEmpty()) {
      waiting.put(account, ofAccount);
    }
  }

  /** Returns how many operations wait, for tests. */
  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }
}
