package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;

/**
 * Lets one transaction of this node at a time change webhooks or the directory.
 *
 * <p>A row that all nodes lock keeps these changes in order. Those of one node wait here for each
 * other, before they have a connection: at the row each would hold one, and with a few dozens of
 * them intake and delivery would get none. Nor can two wait for each other's: a transaction that
 * works by JPA and by SQL takes two connections from Payara's pool. Safe for several threads, the
 * first to come first.
 */
@ApplicationScoped
public class ChangeLock {
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry transactions;

  private final ConcurrencyLimit limit;

  /** Creates the bean; for the container. */
  public ChangeLock() {
    this.limit = limit(MAX_WAIT);
  }

  /** Creates a lock outside of a container; for tests. */
  ChangeLock(TransactionSynchronizationRegistry transactions, Duration maxWait) {
    this.transactions = transactions;
    this.limit = limit(maxWait);
  }

  private static ConcurrencyLimit limit(Duration maxWait) {
    return new ConcurrencyLimit(1, maxWait, "Too many changes of webhooks wait for each other");
  }

  /**
   * Takes the lock until the end of the transaction under way, which may have it already. To be
   * called before the transaction's first statement.
   *
   * @throws DatabaseFailure if it is not free within 10 s
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
      // Kept through the commit.
    }

    @Override
    public void afterCompletion(int status) {
      limit.release();
    }
  }
}
