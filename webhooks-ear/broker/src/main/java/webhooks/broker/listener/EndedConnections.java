package webhooks.broker.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs Artemis's clean-up of ended connections, and counts the connections that wait for it.
 *
 * <p>Artemis cleans up one connection after the other, and keeps some 15 KB for each until then. A
 * stranger can open and end connections faster, so without a bound they would fill the memory. At
 * the bound, {@link LoginGuard} shows Artemis no new connection. Safe for several threads.
 */
final class EndedConnections implements Executor {
  /** This number of connections holds some 15 MB. */
  static final int MAX = 1_000;

  private final Executor executor;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Creates a collection without connections.
   *
   * @param executor runs the tasks of Artemis, one after the other
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

  /** Returns whether new connections must wait until Artemis has cleaned up some of these. */
  boolean areTooMany() {
    return waiting.get() >= MAX;
  }
}
