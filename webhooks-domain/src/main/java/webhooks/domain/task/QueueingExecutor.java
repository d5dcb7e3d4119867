package webhooks.domain.task;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a bounded number of tasks at a time on the threads of another executor. More tasks wait, in
 * the order in which they came. Safe for several threads.
 */
final class QueueingExecutor implements Executor {
  private static final Logger LOG = Logger.getLogger(QueueingExecutor.class.getName());

  private final Executor threads;
  private final int max;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /** Creates an executor of at most this many tasks at a time. */
  QueueingExecutor(Executor threads, int max) {
    this.threads = threads;
    this.max = max;
  }

  /** Runs the task now or after waiting ones, even if these fail. */
  @Override
  public void execute(Runnable task) {
    if (begin(task)) {
      try {
        threads.execute(() -> runAll(task));
      } catch (RuntimeException | Error e) {
        synchronized (this) {
          running--;
        }
        throw e;
      }
    }
  }

  private synchronized boolean begin(Runnable task) {
    if (running < max) {
      running++;
      return true;
    }
    waiting.add(task);
    return false;
  }

  private void runAll(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "A task failed", e);
      }
    }
  }

  /** Returns the task that has waited longest, or null if none waits: then this thread is free. */
  private synchronized Runnable next() {
    Runnable task = waiting.poll();
    if (task == null) {
      running--;
    }
    return task;
  }
}
