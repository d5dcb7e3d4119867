package webhooks.domain.database.lock;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.function.BiFunction;
import webhooks.domain.database.ConcurrencyLimit;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.limit.RequestWaits;

/**
 * Limits how many transactions of this node change webhooks or the directory at the same time: one
 * that changes what exists, and {@value #MAX_CREATIONS} that create webhooks, each of another
 * owner.
 *
 * <p>Locks in the database, which all nodes share, keep these transactions in order. On one node
 * they wait here before they take a connection. If they waited in the database, a few dozen of them
 * would take all connections, and intake and delivery would get none.
 *
 * <p>Accounts are served in turn. How many threads for requests wait is limited for each caller and
 * each account, so that most threads stay free for other requests. Safe for several threads.
 */
@ApplicationScoped
public class ChangeLock {
  /**
   * Enough that several commits share a write to the disk, and that one permit is left when the
   * creations of a few owners wait for other nodes.
   */
  private static final int MAX_CREATIONS = 4;

  /** How many requests may make changes or wait for their turn: half the threads for requests. */
  static final int MAX_REQUESTS = 32;

  private static final String BUSY =
      "Too many changes of webhooks wait for each other. Try again later.";

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry transactions;

  private final RequestWaits waits;
  private final ConcurrencyLimit changes;
  private final ConcurrencyLimit creations;
  private final OwnerLocks creators;

  /** Creates the bean, for the container. */
  public ChangeLock() {
    this(MAX_WAIT);
  }

  private ChangeLock(Duration maxWait) {
    this.changes = new ConcurrencyLimit(1, maxWait, BUSY);
    this.creations = new ConcurrencyLimit(MAX_CREATIONS, maxWait, BUSY);
    this.creators = new OwnerLocks(maxWait, BUSY);
    this.waits = new RequestWaits(MAX_REQUESTS, maxWait, BUSY);
  }

  /** Creates a lock without a container, for tests. */
  ChangeLock(TransactionSynchronizationRegistry transactions, Duration maxWait) {
    this(maxWait);
    this.transactions = transactions;
  }

  /**
   * Takes the lock of changes until the end of the current transaction, which may have it already.
   * Call it before the transaction's first statement.
   *
   * @throws DatabaseFailure if the lock is not free within 10 s, or the thread is interrupted
   * @throws Refusal {@code ServiceUnavailable} at once, if too many requests of the caller or its
   *     account make changes
   */
  public void take() {
    take(changes, (account, end) -> acquire(changes, account, end));
  }

  /**
   * Takes the owner's lock and one of {@value #MAX_CREATIONS} permits for creations, until the end
   * of the current transaction, which may have them already. Call it before the transaction's first
   * statement.
   *
   * <p>The owner's lock comes first: a transaction may wait in the database for the owner's
   * creations on other nodes, and so an owner has at most one of the permits that all owners share.
   *
   * @param owner the owner of the webhooks; a transaction creates webhooks of one owner only
   * @throws DatabaseFailure if both are not free within 10 s, or the thread is interrupted
   * @throws Refusal {@code ServiceUnavailable} at once, if too many requests of the caller or its
   *     account make changes
   */
  public void takeForCreation(String owner) {
    take(creations, (account, end) -> acquireForCreation(owner, account, end));
  }

  private static Runnable acquire(ConcurrencyLimit limit, Object account, long end) {
    limit.acquireUntil(account, end);
    return () -> limit.release(account);
  }

  private Runnable acquireForCreation(String owner, Object account, long end) {
    creators.acquireUntil(owner, end);
    try {
      creations.acquireUntil(account, end);
    } catch (RuntimeException e) {
      creators.release(owner);
      throw e;
    }
    return () -> {
      creations.release(account);
      creators.release(owner);
    };
  }

  /**
   * Takes a lock, unless the transaction has it already.
   *
   * @param key names the lock among the resources of the transaction
   * @param acquire takes the lock for an account, waits for it until a point in time at most, and
   *     returns an action that releases it
   */
  private void take(Object key, BiFunction<Object, Long, Runnable> acquire) {
    if (transactions.getResource(key) != null) {
      return;
    }
    RequestWaits.Wait wait = waits.begin(RequestCaller.current());
    Runnable release = wait.share()::close;
    try {
      Runnable unlock = acquire.apply(RequestCaller.current().account(), wait.end());
      release =
          () -> {
            unlock.run();
            wait.share().close();
          };
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
