package webhooks.broker.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what Artemis does when a connection has ended, and counts the connections that wait for it.
 *
 * <p>Artemis does that for one connection after the other, and keeps what belongs to each until
 * then, some 15 KB. A stranger can open and end connections faster, so without a bound they would
 * fill the memory. At the bound, {@link LoginGuard} shows Artemis no new connection. Safe for
 * several threads.
 */
final class EndedConnections implements Executor {
  /** So many hold some 15 MB. */
  static final int MAX = 1_000;

  private final Executor executor;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Creates a collection without connections.
   *
   * @param executor runs the tasks of Artemis
   */
  EndedConnections(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    waiting.incrementAndGet();
    try {
      executor.execute(() -> run(task));
    } catch (RuntimeException | Error e) {
      waiting.decrementAndGet();
      throw e;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Returns whether Artemis may see no new connection until some of these are dealt with. */
  boolean areTooMany() {
    return waiting.get() >= MAX;
  }
}
