package webhooks.domain.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import webhooks.domain.limit.LimitKey.Holder;

/**
 * Limits how many threads wait for callers without a login. No new wait is refused while older ones
 * take all places: one of them ends instead.
 *
 * <p>A refusal would let a caller without a login shut out all others, because it can always open
 * more connections. So if there are too many waits, the caller with the most gives up one: the wait
 * that belongs to its oldest request. The new wait counts too, and can itself be given up. The
 * thread of a wait that is given up is interrupted. Safe for several threads.
 */
public final class StrangerWaits {
  private final int max;
  private final List<Wait> waits = new ArrayList<>();

  /**
   * Creates a limit without waits.
   *
   * @param max how many threads may wait
   */
  public StrangerWaits(int max) {
    this.max = max;
  }

  /** The wait of one thread, until it is closed. */
  public final class Wait implements AutoCloseable {
    private final Holder caller;
    private final long since;
    private final Thread thread = Thread.currentThread();
    private boolean givenUp;

    private Wait(Holder caller, long since) {
      this.caller = caller;
      this.since = since;
    }

    /** Returns whether the thread must not wait any longer. */
    public boolean isGivenUp() {
      synchronized (waits) {
        return givenUp;
      }
    }

    /**
     * Ends the wait. If it was given up, its thread is no longer interrupted, also if somebody else
     * interrupted it meanwhile.
     */
    @Override
    public void close() {
      synchronized (waits) {
        waits.remove(this);
        if (givenUp) {
          Thread.interrupted();
        }
      }
    }

    private void giveUp() {
      waits.remove(this);
      givenUp = true;
      thread.interrupt();
    }
  }

  /**
   * Begins a wait of the current thread. If it is given up already, the thread must not wait.
   *
   * @param since when the caller's request began, in the time of {@link System#nanoTime}. A request
   *     that waits several times gets no younger
   */
  public Wait begin(LimitKey caller, long since) {
    synchronized (waits) {
      Wait wait = new Wait(caller.caller(), since);
      waits.add(wait);
      if (waits.size() > max) {
        oldestOfLargest().giveUp();
      }
      return wait;
    }
  }

  /** Returns the oldest wait of the callers that have the most waits. */
  private Wait oldestOfLargest() {
    long now = System.nanoTime();
    return waits.stream()
        .max(Comparator.comparingLong(this::countOfCaller).thenComparing(wait -> now - wait.since))
        .orElseThrow();
  }

  private long countOfCaller(Wait wait) {
    return waits.stream().filter(other -> other.caller.equals(wait.caller)).count();
  }
}
