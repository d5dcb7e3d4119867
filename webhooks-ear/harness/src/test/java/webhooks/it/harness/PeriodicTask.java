package webhooks.it.harness;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Repeats work in the background at a fixed pace until it is closed. */
public final class PeriodicTask implements AutoCloseable {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> task;

  public PeriodicTask(Duration pace, Runnable work) {
    task = executor.scheduleWithFixedDelay(work, 0, pace.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for the running repetition and stops.
   *
   * @throws IllegalStateException if a repetition failed
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      if (task.isDone() && !task.isCancelled()) {
        task.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
