package webhooks.delivery.intake.invalid;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Waits for work with the broker as long as it gets on, and no longer: a client's own time-outs are
 * half a minute and more. The work is on threads of its own, a few at most; what is given up ends
 * by itself at its next step, and is not interrupted. Safe for several threads.
 */
final class BrokerExecutor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BrokerExecutor.class.getName());
  private static final int MOST_AT_ONCE = 4;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;
  private final Duration limit;

  /**
   * Creates it.
   *
   * @param limit how long one step may take
   */
  BrokerExecutor(ThreadFactory threads, Duration limit) {
    this.limit = limit;
    this.threads =
        new ThreadPoolExecutor(
            0, MOST_AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** Tells that work gets on. */
  final class Progress {
    private int steps;
    private boolean givenUp;

    /**
     * Tells that a step was made.
     *
     * @throws IllegalStateException if nobody waits any longer; nothing may be committed then
     */
    synchronized void made() {
      if (givenUp || threads.isShutdown()) {
        throw new IllegalStateException("Given up");
      }
      steps++;
    }

    private synchronized int steps() {
      return steps;
    }

    /** Gives up, unless there was a step since. */
    private synchronized boolean giveUp(int lastSteps) {
      givenUp = steps == lastSteps;
      return givenUp;
    }
  }

  /** What is to be done. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it, telling each step. */
    T run(Progress progress) throws JMSException;
  }

  /**
   * Does it.
   *
   * @throws Refusal {@code ServiceUnavailable} if the broker is away or does not get on
   */
  <T> T call(Work<T> work) {
    Progress progress = new Progress();
    try {
      return await(threads.submit(() -> work.run(progress)), progress);
    } catch (RejectedExecutionException e) {
      throw unavailable("Too many are looking after invalid events.", e);
    }
  }

  private <T> T await(Future<T> result, Progress progress) {
    while (true) {
      int before = progress.steps();
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (progress.giveUp(before)) {
          throw unavailable("The broker does not answer in time.", e);
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        // The server takes its threads back.
        Thread.currentThread().interrupt();
        progress.giveUp(progress.steps());
        throw unavailable("The server stops.", e);
      }
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException own ? own : unavailable("The broker is away.", cause);
  }

  private static Refusal unavailable(String message, Throwable cause) {
    LOG.log(Level.WARNING, "Invalid events can't be reached: " + message, cause);
    return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message + " Try again later.");
  }

  /** Takes no more work, and has what is under way end at its next step. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
