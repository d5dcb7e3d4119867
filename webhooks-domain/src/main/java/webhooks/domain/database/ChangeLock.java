package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;

/**
 * Allows one transaction of this node at a time to change webhooks or the directory.
 *
 * <p>A row that all nodes lock keeps these changes in order. Changes of one node wait here before
 * they take a connection. If they waited at the row, a few dozen of them would take all
 * connections, and intake and delivery would get none. Two of them could also deadlock, because a
 * transaction that uses JPA and SQL takes two connections from Payara's pool. Safe for several
 * threads, which are served in order.
 */
@ApplicationScoped
public class ChangeLock {
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry transactions;

  private final ConcurrencyLimit limit;

  /** Creates the bean, for the container. */
  public ChangeLock() {
    this.limit = limit(MAX_WAIT);
  }

  /** Creates a lock without a container, for tests. */
  ChangeLock(TransactionSynchronizationRegistry transactions, Duration maxWait) {
    this.transactions = transactions;
    this.limit = limit(maxWait);
  }

  private static ConcurrencyLimit limit(Duration maxWait) {
    return new ConcurrencyLimit(1, maxWait, "Too many changes of webhooks wait for each other");
  }

  /**
   * Takes the lock until the end of the current transaction, which may have it already. To be
   * called before the transaction's first statement.
   *
   * @throws DatabaseFailure if the lock is not free within 10 s
   */
  public void take() {
    if (transactions.getResource(this) != null) {
      return;
    }
    limit.acquire();
    try {
      transactions.putResource(this, true);
      transactions.registerInterposedSynchronization(new Release());
    } catch (RuntimeException e) {
      limit.release();
      throw e;
    }
  }

  private final class Release implements Synchronization {
    @Override
    public void beforeCompletion() {
      // The lock is kept until the commit is complete.
    }

    @Override
    public void afterCompletion(int status) {
      limit.release();
    }
  }
}
