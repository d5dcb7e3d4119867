package webhooks.delivery.send;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.SharedExecutor;

/**
 * The threads of a sender.
 *
 * @param few runs look-ups of names, and refuses one while all of its threads are busy
 * @param factory creates the other threads
 */
public record SenderThreads(Executor few, ThreadFactory factory) {
  /** How many threads are enough for look-ups, which are short, until names hang. */
  public static final int FEW = 32;

  /**
   * Returns an executor that runs at most this many look-ups at a time and keeps none waiting, so
   * that a slow name server delays no other host. When many names hang, each further look-up has a
   * new thread, which ends with it. A look-up that hangs outlasts its attempt, so the accounts
   * share the look-ups too.
   */
  SharedExecutor lookups(int max) {
    return new SharedExecutor(
        this::lookUp, new CallerLimit(max, "Too many names are being looked up"));
  }

  private void lookUp(Runnable lookup) {
    try {
      few.execute(lookup);
    } catch (RejectedExecutionException e) {
      factory.newThread(lookup).start();
    }
  }
}
