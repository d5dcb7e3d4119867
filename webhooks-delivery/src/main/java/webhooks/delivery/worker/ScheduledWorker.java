package webhooks.delivery.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a worker's task on the threads of a scheduled executor, which are free between two runs.
 * {@link Worker} handles failures in the same way as on a thread of its own.
 */
public final class ScheduledWorker {
  private final Worker worker;
  private final ScheduledFuture<?> schedule;
  private final ReentrantLock running = new ReentrantLock();
  private boolean ended;

  private ScheduledWorker(Worker worker, ScheduledExecutorService threads) {
    this.worker = worker;
    this.schedule =
        threads.scheduleWithFixedDelay(
            this::runOnce, 0, Math.max(1, worker.interval().toMillis()), TimeUnit.MILLISECONDS);
  }

  /**
   * Starts a worker: the task runs at once and then after each interval.
   *
   * @param threads must have a thread for each of its workers, so that none delays another
   */
  public static ScheduledWorker start(Worker worker, ScheduledExecutorService threads) {
    return new ScheduledWorker(worker, threads);
  }

  private void runOnce() {
    running.lock();
    try {
      if (!ended && !worker.runOnce()) {
        end();
      }
    } finally {
      running.unlock();
    }
  }

  private void end() {
    ended = true;
    worker.close();
    // Last: it may interrupt this thread, which the executor then forgets.
    schedule.cancel(false);
  }

  /**
   * Ends the worker. Waits for a run that has begun, but no longer than the limit. A run that takes
   * longer is the last one, and its task may stay unclosed.
   */
  public void join(Duration limit) {
    schedule.cancel(false);
    try {
      if (running.tryLock(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)) {
        try {
          if (!ended) {
            end();
          }
        } finally {
          running.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
