package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;

/**
 * Limits how many transactions of this node change webhooks or the directory at the same time: one
 * that changes what exists, and {@value #MAX_CREATIONS} that create webhooks.
 *
 * <p>Locks in the database, which all nodes share, keep these transactions in order. Those of one
 * node wait here before they take a connection. If they waited in the database, a few dozen of them
 * would take all connections, and intake and delivery would get none. Two of them could also
 * deadlock, because a transaction that uses JPA and SQL takes two connections from Payara's pool.
 * Safe for several threads, which are served in order.
 */
@ApplicationScoped
public class ChangeLock {
  /** Enough that the commits of some share a write to the disk. */
  private static final int MAX_CREATIONS = 4;

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry transactions;

  private final ConcurrencyLimit changes;
  private final ConcurrencyLimit creations;

  /** Creates the bean, for the container. */
  public ChangeLock() {
    this(MAX_WAIT);
  }

  private ChangeLock(Duration maxWait) {
    String failure = "Too many changes of webhooks wait for each other";
    this.changes = new ConcurrencyLimit(1, maxWait, failure);
    this.creations = new ConcurrencyLimit(MAX_CREATIONS, maxWait, failure);
  }

  /** Creates a lock without a container, for tests. */
  ChangeLock(TransactionSynchronizationRegistry transactions, Duration maxWait) {
    this(maxWait);
    this.transactions = transactions;
  }

  /**
   * Takes the lock of changes until the end of the current transaction, which may have it already.
   * To be called before the transaction's first statement.
   *
   * @throws DatabaseFailure if the lock is not free within 10 s
   */
  public void take() {
    take(changes);
  }

  /**
   * Waits until few transactions create webhooks, and counts the current one until its end. To be
   * called before the transaction's first statement.
   *
   * @throws DatabaseFailure if too many still do after 10 s
   */
  public void takeForCreation() {
    take(creations);
  }

  private void take(ConcurrencyLimit limit) {
    if (transactions.getResource(limit) != null) {
      return;
    }
    limit.acquire();
    try {
      transactions.putResource(limit, true);
      transactions.registerInterposedSynchronization(new Release(limit));
    } catch (RuntimeException e) {
      limit.release();
      throw e;
    }
  }

  private record Release(ConcurrencyLimit limit) implements Synchronization {
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
