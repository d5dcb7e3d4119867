package webhooks.domain.task;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Runs a bounded number of tasks at a time on the threads of another executor, and refuses more.
 * Safe for several threads.
 */
public final class BoundedExecutor implements Executor {
  private final Executor threads;
  private final Semaphore free;

  /** Creates an executor of at most this many tasks at a time. */
  public BoundedExecutor(Executor threads, int max) {
    this.threads = threads;
    this.free = new Semaphore(max);
  }

  /**
   * Runs the task.
   *
   * @throws RejectedExecutionException if the maximum number of tasks is running, or the other
   *     executor refuses the task
   */
  @Override
  public void execute(Runnable task) {
    if (!free.tryAcquire()) {
      throw new RejectedExecutionException("Too many tasks run at the same time");
    }
    try {
      threads.execute(() -> run(task));
    } catch (RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      free.release();
    }
  }
}
