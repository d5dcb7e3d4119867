package webhooks.domain.task;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Declares the server's threads for tasks that block and end, and divides them among the kinds of
 * tasks, so that no kind waits for another.
 *
 * <p>Both servers create all of these threads in the end and keep them, whatever is idle. So there
 * are few, and what is seldom needed is not counted: docs/adr/0020-managed-executors.md.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@ManagedExecutorDefinition(name = ManagedTasks.NAME, maxAsync = ManagedTasks.MAX)
public class ManagedTasks {
  static final String NAME = "java:app/concurrent/webhooks-tasks";

  private static final int SHORT = 4;

  /**
   * 32 look-ups at create and update, 32 before a send, 16 permission checks, 4 for the broker and
   * 4 for short tasks.
   */
  static final int MAX = 84 + SHORT;

  @Resource(lookup = NAME)
  private ManagedExecutorService threads;

  private final Semaphore unreserved = new Semaphore(MAX - SHORT);
  private final Executor shortTasks = new QueueingExecutor(task -> threads.execute(task), SHORT);

  /**
   * Returns an executor of tasks that seldom block. They share four threads, and more tasks wait,
   * so that those that do block delay no other kind.
   */
  public Executor forShortTasks() {
    return shortTasks;
  }

  /**
   * Reserves threads for one kind of task. The executor refuses more tasks at a time.
   *
   * @throws IllegalStateException if fewer are left
   */
  public Executor reserve(int count) {
    if (!unreserved.tryAcquire(count)) {
      throw new IllegalStateException("More threads are reserved than declared");
    }
    return new BoundedExecutor(threads, count);
  }
}
