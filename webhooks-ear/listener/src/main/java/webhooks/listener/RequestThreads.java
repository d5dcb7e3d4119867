package webhooks.listener;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The threads of a listener for requests. A task that another one starts as it ends runs on the
 * same thread, which needs no other thread to wake.
 *
 * <p>Beside many short requests, threads that wake each other would take the processor from the
 * thread that reads the requests of all connections.
 */
final class RequestThreads implements Executor {
  /**
   * After this time a thread gives the next task to another one. The server would interrupt a
   * thread that is never free, as if its request took too long.
   */
  static final Duration MAX_TIME = Duration.ofSeconds(1);

  private final Executor pool;
  private final WakeClock clock;
  private final ThreadLocal<Work> current = new ThreadLocal<>();

  RequestThreads(Executor pool, WakeClock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Runs a task.
   *
   * @param task the task. If a task of this pool calls this method, the new task may begin only
   *     when the calling task has ended, which must be soon
   */
  @Override
  public void execute(Runnable task) {
    Work work = current.get();
    if (work == null || !work.goesOnWith(task)) {
      pool.execute(() -> begin(task));
    }
  }

  private void begin(Runnable first) {
    Work work = new Work();
    current.set(work);
    try {
      first.run();
      for (Runnable next = work.takeNext(); next != null; next = work.takeNext()) {
        next.run();
      }
    } finally {
      current.remove();
      if (work.next != null) {
        // The task that started it has failed, so another thread runs it.
        execute(work.next);
      }
    }
  }

  /** What a thread does until it is free. */
  private final class Work {
    private final long begin = clock.nanos();
    private Runnable next;

    boolean goesOnWith(Runnable task) {
      if (next != null || clock.nanos() - begin > MAX_TIME.toNanos()) {
        return false;
      }
      next = task;
      return true;
    }

    Runnable takeNext() {
      Runnable taken = next;
      next = null;
      return taken;
    }
  }
}
