package webhooks.domain.limit;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import webhooks.domain.error.Refusal;

/**
 * Runs tasks on the threads of another executor. A limit bounds how many tasks of each caller and
 * account run at the same time. A task that hangs occupies the share of its own caller and account.
 * Safe for several threads.
 */
public final class SharedExecutor {
  private final Executor threads;
  private final CallerLimit limit;

  /** Creates an executor that runs nothing yet. */
  public SharedExecutor(Executor threads, CallerLimit limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /**
   * Runs a task of the caller.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many tasks run
   */
  public void execute(LimitKey key, Runnable task) {
    execute(reserve(key), task);
  }

  /**
   * Returns a share of the caller for one task, which {@link #execute(CallerLimit.Share, Runnable)}
   * runs. If there is no task after all, the caller closes the share.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many tasks run
   */
  public CallerLimit.Share reserve(LimitKey key) {
    return limit.take(key, 1);
  }

  /**
   * Runs a task that a share was reserved for, and then closes the share.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many tasks run
   */
  public void execute(CallerLimit.Share share, Runnable task) {
    try {
      threads.execute(() -> run(task, share));
    } catch (RejectedExecutionException e) {
      share.close();
      throw limit.refusal();
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  private static void run(Runnable task, CallerLimit.Share share) {
    try {
      task.run();
    } finally {
      share.close();
    }
  }
}
