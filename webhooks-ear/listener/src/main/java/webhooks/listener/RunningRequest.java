package webhooks.listener;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A request that has got its turn, and whether it <em>computes</em>. */
final class RunningRequest implements Runnable {
  /** For how long a request counts. Most requests have ended by then, also on a busy machine. */
  static final Duration MAX_COMPUTING = Duration.ofMillis(250);

  /** The states of a thread that waits. BLOCKED is none, because monitors guard short work only. */
  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final Runnable request;
  private final long begin;

  /** Null before a thread runs the request. */
  private volatile Thread thread;

  /**
   * Creates a request.
   *
   * @param begin when it got its turn, in nanoseconds
   */
  RunningRequest(Runnable request, long begin) {
    this.request = request;
    this.begin = begin;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    request.run();
  }

  /**
   * Returns whether the request counts as one that computes: its thread does not wait, and the
   * request is not old.
   */
  boolean computes(long now) {
    Thread runner = thread;
    boolean waits =
        runner != null
            && (WAITS.contains(runner.getState()) || LockSupport.getBlocker(runner) != null);
    return !waits && now - begin < MAX_COMPUTING.toNanos();
  }
}
