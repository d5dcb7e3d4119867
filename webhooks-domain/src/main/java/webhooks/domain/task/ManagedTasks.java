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
 * <p>Both servers create all of these threads sooner or later, and keep them even if they are idle.
 * So their number is small: docs/adr/0020-managed-executors.md.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@ManagedExecutorDefinition(name = ManagedTasks.NAME, maxAsync = ManagedTasks.MAX)
public class ManagedTasks {
  static final String NAME = "java:app/concurrent/webhooks-tasks";

  private static final int MAX_SHORT = 4;

  /**
   * 32 look-ups when webhooks are created and updated, 32 look-ups before a send, 16 permission
   * checks, 4 tasks that list and replay rejected events, and 4 short tasks.
   */
  static final int MAX = 84 + MAX_SHORT;

  @Resource(lookup = NAME)
  private ManagedExecutorService threads;

  private final Semaphore unreserved = new Semaphore(MAX - MAX_SHORT);
  private final Executor shortTasks =
      new QueueingExecutor(task -> threads.execute(task), MAX_SHORT);

  /**
   * Returns an executor of tasks that seldom block. These tasks share four threads, and more tasks
   * wait. So a task that does block delays only other short tasks.
   */
  public Executor forShortTasks() {
    return shortTasks;
  }

  /**
   * Reserves threads for one kind of task. The returned executor refuses more tasks at a time.
   *
   * @param count the number of threads
   * @throws IllegalStateException if fewer threads are left
   */
  public Executor reserve(int count) {
    if (!unreserved.tryAcquire(count)) {
      throw new IllegalStateException("More threads are reserved than declared");
    }
    return new BoundedExecutor(threads, count);
  }
}
