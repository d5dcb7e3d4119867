package webhooks.it.harness;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Something done again and again in the background, a pace apart, until it is closed. */
public final class PeriodicTask implements AutoCloseable {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> task;

  public PeriodicTask(Duration pace, Runnable work) {
    task = executor.scheduleWithFixedDelay(work, 0, pace.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends when what is under way is done.
   *
   * @throws IllegalStateException if it ended before, by a fault
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
