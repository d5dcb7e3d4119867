package webhooks.delivery.intake.invalid;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Runs broker operations with a time-out for each of their steps, since the client's own time-outs
 * are half a minute and more.
 *
 * <p>An operation that is given up is not interrupted: it ends at its next step. Safe for several
 * threads.
 */
final class BrokerExecutor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BrokerExecutor.class.getName());

  private final Executor threads;
  private final Duration limit;
  private volatile boolean closed;

  /**
   * Creates an executor.
   *
   * @param threads runs the operations, and refuses an operation if too many are running
   * @param limit how long one step may take
   */
  BrokerExecutor(Executor threads, Duration limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /** Reports the steps of an operation. */
  final class OperationProgress {
    private int steps;
    private boolean givenUp;

    /**
     * Reports a step.
     *
     * @throws IllegalStateException if the caller has given up or the executor is closed; nothing
     *     may be committed then
     */
    synchronized void stepDone() {
      if (givenUp || closed) {
        throw new IllegalStateException("Given up");
      }
      steps++;
    }

    private synchronized int steps() {
      return steps;
    }

    /** Gives up, unless a step was made since the caller last counted them. */
    private synchronized boolean giveUp(int lastSteps) {
      givenUp = steps == lastSteps;
      return givenUp;
    }
  }

  /** An operation that uses the broker. */
  @FunctionalInterface
  interface BrokerOperation<T> {
    /** Runs the operation, which reports each step. */
    T run(OperationProgress progress) throws JMSException;
  }

  /**
   * Runs an operation and waits for its result.
   *
   * @throws Refusal {@code ServiceUnavailable} if the broker does not answer, a step takes too
   *     long, too many operations are running, or the server stops
   * @throws IllegalStateException if the executor is closed while the operation runs
   */
  <T> T call(BrokerOperation<T> operation) {
    OperationProgress progress = new OperationProgress();
    FutureTask<T> running = new FutureTask<>(() -> operation.run(progress));
    try {
      if (closed) {
        throw new RejectedExecutionException("Closed");
      }
      threads.execute(running);
    } catch (RejectedExecutionException e) {
      throw unavailable("Too many requests for invalid events run at the same time.", e);
    }
    return await(running, progress);
  }

  <T> T await(Future<T> result, OperationProgress progress) {
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
        // The server interrupts its threads when it stops.
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
    return cause instanceof RuntimeException own
        ? own
        : unavailable("The broker does not answer.", cause);
  }

  private static Refusal unavailable(String message, Throwable cause) {
    LOG.log(Level.WARNING, "Invalid events can't be reached: " + message, cause);
    return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message + " Try again later.");
  }

  /** Refuses further operations; a running one ends at its next step. */
  @Override
  public void close() {
    closed = true;
  }
}
