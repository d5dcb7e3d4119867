package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;

/**
 * Limits how many transactions of this node change webhooks or the directory at the same time: one
 * that changes what exists, and {@value #MAX_CREATIONS} that create webhooks, each of another
 * owner.
 *
 * <p>Locks in the database, which all nodes share, keep these transactions in order. On one node
 * they wait here before they take a connection. If they waited in the database, a few dozen of them
 * would take all connections, and intake and delivery would get none. Two of them could also
 * deadlock, because a transaction that uses JPA and SQL takes two connections from Payara's pool.
 * Safe for several threads, which are served in order.
 */
@ApplicationScoped
public class ChangeLock {
  /**
   * Enough that the commits of some share a write to the disk, and that a few owners whose
   * creations wait for other nodes leave a permit to the next owner.
   */
  private static final int MAX_CREATIONS = 4;

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry transactions;

  private final ConcurrencyLimit changes;
  private final ConcurrencyLimit creations;
  private final OwnerLocks creators;
  private final Duration maxWait;

  /** Creates the bean, for the container. */
  public ChangeLock() {
    this(MAX_WAIT);
  }

  private ChangeLock(Duration maxWait) {
    String failure = "Too many changes of webhooks wait for each other";
    this.changes = new ConcurrencyLimit(1, maxWait, failure);
    this.creations = new ConcurrencyLimit(MAX_CREATIONS, maxWait, failure);
    this.creators = new OwnerLocks(maxWait, failure);
    this.maxWait = maxWait;
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
    take(changes, changes::acquire, changes::release);
  }

  /**
   * Waits until no other transaction of this node creates webhooks of this owner and few create
   * webhooks at all, and counts the current one until its end. To be called before the
   * transaction's first statement.
   *
   * <p>The owner's lock comes first: a transaction may wait in the database for the owner's
   * creations on other nodes, and so an owner has at most one of the permits that all owners share.
   *
   * @param owner the owner of the webhooks, which a transaction has one of
   * @throws DatabaseFailure if it is not its turn after 10 s
   */
  public void takeForCreation(String owner) {
    take(creations, () -> acquireForCreation(owner), () -> releaseForCreation(owner));
  }

  private void acquireForCreation(String owner) {
    long end = System.nanoTime() + maxWait.toNanos();
    creators.acquireUntil(owner, end);
    try {
      creations.acquireUntil(end);
    } catch (RuntimeException e) {
      creators.release(owner);
      throw e;
    }
  }

  private void releaseForCreation(String owner) {
    creations.release();
    creators.release(owner);
  }

  private void take(Object key, Runnable acquire, Runnable release) {
    if (transactions.getResource(key) != null) {
      return;
    }
    acquire.run();
    try {
      transactions.putResource(key, true);
      transactions.registerInterposedSynchronization(new Release(release));
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private record Release(Runnable release) implements Synchronization {
    @Override
    public void beforeCompletion() {
      // The lock is kept until the commit is complete.
    }

    @Override
    public void afterCompletion(int status) {
      release.run();
    }
  }
}
