package webhooks.delivery.send;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.SharedExecutor;

/**
 * The threads of a sender.
 *
 * @param reserved runs look-ups of names, and refuses one while all of its threads are busy
 * @param factory creates the other threads
 */
public record SenderThreads(Executor reserved, ThreadFactory factory) {
  /** The number of reserved threads. They are enough while look-ups are short. */
  public static final int RESERVED = 32;

  /**
   * Returns an executor that runs at most this many look-ups at a time and keeps none waiting, so
   * that a slow name server delays no other host. When all reserved threads hang, each further
   * look-up has a new thread, which ends with it. Accounts have shares of the look-ups too, because
   * a look-up that hangs outlasts its attempt.
   */
  SharedExecutor lookups(int max) {
    return new SharedExecutor(
        this::lookUp, new CallerLimit(max, "Too many names are being looked up"));
  }

  private void lookUp(Runnable lookup) {
    try {
      reserved.execute(lookup);
    } catch (RejectedExecutionException e) {
      factory.newThread(lookup).start();
    }
  }
}
