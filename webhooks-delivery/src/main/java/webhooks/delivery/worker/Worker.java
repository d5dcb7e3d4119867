package webhooks.delivery.worker;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A background thread that runs a task again and again until a stop signal is set. {@link
 * ScheduledWorker} runs one on the threads of a scheduled executor instead.
 *
 * <p>A failed run never ends the thread, not even an {@link Error}: the worker waits, longer after
 * each failure in a row, and runs the task again. It logs the first of these failures as a warning
 * and the others at {@link Level#FINE}. It never interrupts its thread, because the task may be
 * using the embedded database. An interrupt by others ends it only while the server shuts its
 * threads down. Except for the threads of the sender, all background threads of this module are
 * workers.
 */
public final class Worker implements Runnable {
  private static final Logger LOG = Logger.getLogger(Worker.class.getName());

  private final String name;
  private final Duration interval;
  private final StopSignal stop;
  private final Task task;
  private final Backoff backoff;
  private volatile Thread thread;

  /**
   * The work of a worker. One thread at a time calls it: the worker's own thread, or different ones
   * of a {@link ScheduledWorker}.
   */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs the task once.
     *
     * @return whether the worker runs the task again; false ends the worker
     * @throws Exception if the run failed and is to be repeated
     */
    boolean run() throws Exception;

    /**
     * Ends the task. Called at most once, after the last run: by the thread of that run, or by
     * {@link ScheduledWorker#join}.
     *
     * @throws Exception if the task could not end in good order
     */
    default void close() throws Exception {}
  }

  private Worker(String name, Duration interval, StopSignal stop, Task task) {
    this.name = name;
    this.interval = interval;
    this.stop = stop;
    this.task = task;
    this.backoff = new Backoff(stop);
  }

  /**
   * Creates a worker that runs a task without a pause between two runs.
   *
   * @param name describes the work in log lines, as in "Recording outcomes"
   */
  public static Worker of(String name, StopSignal stop, Task task) {
    return new Worker(name, Duration.ZERO, stop, task);
  }

  /**
   * Creates a worker that runs a task at once and then after each interval.
   *
   * @param name describes the work in log lines, as in "Deleting old rows"
   * @param interval how long the worker waits after each run, failed or not
   */
  public static Worker every(String name, Duration interval, StopSignal stop, Runnable task) {
    return new Worker(
        name,
        interval,
        stop,
        () -> {
          task.run();
          return true;
        });
  }

  Duration interval() {
    return interval;
  }

  /** Starts the worker on a new thread. */
  public void start(ThreadFactory threads) {
    thread = threads.newThread(this);
    thread.start();
  }

  /** Waits until the worker's thread has ended, but no longer than the limit. Start it first. */
  public void join(Duration limit) {
    try {
      thread.join(Math.max(1, limit.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the task until the stop signal is set or the task returns false. */
  @Override
  public void run() {
    boolean more = !stop.isSet();
    while (more) {
      more = runOnce() && !stop.await(interval);
    }
    close();
  }

  /** Ends the task. Call it once, after the last run. Never throws. */
  void close() {
    // The server may have interrupted this thread, and the task may still write to the embedded
    // database, whose files an interrupt would close.
    boolean interrupted = Thread.interrupted();
    try {
      task.close();
    } catch (Exception | Error e) {
      log(Level.WARNING, " did not end in good order", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the task once and returns whether it is to run again; never throws. */
  boolean runOnce() {
    if (Thread.interrupted()) {
      stop.onInterrupt();
    }
    try {
      boolean more = task.run();
      backoff.reset();
      return more;
    } catch (InterruptedException e) {
      stop.onInterrupt();
    } catch (Exception | Error e) {
      if (!stop.isSet()) {
        log(backoff.isFresh() ? Level.WARNING : Level.FINE, " failed and is tried again", e);
        backoff.pause();
      }
    }
    return true;
  }

  private void log(Level level, String event, Throwable failure) {
    try {
      FailureLog.log(LOG, level, name + event, failure);
    } catch (RuntimeException | Error e) {
      // Without memory the log may fail too, which must not end the thread.
    }
  }
}
