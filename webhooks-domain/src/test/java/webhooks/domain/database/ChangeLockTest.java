package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChangeLockTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ThreadTransactions transactions = new ThreadTransactions();
  private final ChangeLock lock = new ChangeLock(transactions, LONG);

  @Test
  void isReentrantInATransaction() {
    lock.take();
    lock.take();

    assertThat(transactions.end(Status.STATUS_COMMITTED)).isEqualTo(1);
  }

  @Test
  void isReleasedByCommitAndRollback() {
    for (int end : List.of(Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK)) {
      lock.take();
      transactions.end(end);
    }

    lock.take();
  }

  @Test
  void blocksOtherTransactionsUntilTheEnd() throws Exception {
    lock.take();
    CompletableFuture<Void> other = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              lock.take();
              other.complete(null);
            });
    thread.start();
    await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    assertThat(other).isNotDone();

    transactions.end(Status.STATUS_COMMITTED);

    other.get(1, TimeUnit.MINUTES);
  }

  @Test
  void letsFewTransactionsCreateBesideAChange() throws Exception {
    ChangeLock impatient = new ChangeLock(transactions, Duration.ofMillis(1));
    impatient.take();
    for (int i = 0; i < 4; i++) {
      String owner = "owner" + i;
      onThreadOfItsOwn(() -> impatient.takeForCreation(owner)).get(1, TimeUnit.MINUTES);
    }

    CompletableFuture<Void> fifth = onThreadOfItsOwn(() -> impatient.takeForCreation("fifth"));

    assertThatThrownBy(fifth::join).hasCauseInstanceOf(DatabaseFailure.class);
  }

  /** The transaction of an owner may wait in the database for the owner's creations elsewhere. */
  @Test
  void creationsOfOneOwnerLeaveRoomToThreeOthers() throws Exception {
    onThreadOfItsOwn(() -> lock.takeForCreation("one")).get(1, TimeUnit.MINUTES);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(new Thread(() -> lock.takeForCreation("one")));
    }
    waiting.forEach(Thread::start);
    await()
        .atMost(LONG)
        .until(
            () -> waiting.stream().allMatch(one -> one.getState() == Thread.State.TIMED_WAITING));

    for (String other : List.of("two", "three", "four")) {
      onThreadOfItsOwn(() -> lock.takeForCreation(other)).get(10, TimeUnit.SECONDS);
    }

    waiting.forEach(Thread::interrupt);
  }

  @Test
  void nextCreationOfOwnerWaitsForTheEndOfTheFormer() throws Exception {
    lock.takeForCreation("one");
    CompletableFuture<Void> next = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              lock.takeForCreation("one");
              next.complete(null);
            });
    thread.start();
    await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    assertThat(next).isNotDone();

    transactions.end(Status.STATUS_ROLLEDBACK);

    next.get(1, TimeUnit.MINUTES);
  }

  @Test
  void keepsNoLockOfOwnerThatCreatesNothing() {
    OwnerLocks locks = new OwnerLocks(LONG, "");
    locks.acquireUntil("one", System.nanoTime());
    assertThatThrownBy(() -> locks.acquireUntil("one", System.nanoTime()))
        .isInstanceOf(DatabaseFailure.class);

    locks.release("one");

    assertThat(locks.size()).isZero();
  }

  /** Runs this in a transaction that does not end. */
  private static CompletableFuture<Void> onThreadOfItsOwn(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  @Test
  void failsAsDatabaseFailureAfterTheWait() {
    ChangeLock impatient = new ChangeLock(transactions, Duration.ofMillis(1));
    impatient.take();

    CompletableFuture<Void> other = CompletableFuture.runAsync(impatient::take);

    assertThatThrownBy(other::join).hasCauseInstanceOf(DatabaseFailure.class);
  }

  @Test
  void isReleasedIfRegistrationFails() throws Exception {
    transactions.refuses = true;
    assertThatThrownBy(lock::take).isInstanceOf(IllegalStateException.class);
    transactions.refuses = false;

    CompletableFuture.runAsync(lock::take).get(1, TimeUnit.MINUTES);
  }

  /** Transactions, one for each thread. */
  private static final class ThreadTransactions implements TransactionSynchronizationRegistry {
    private final ThreadLocal<Map<Object, Object>> resources =
        ThreadLocal.withInitial(HashMap::new);
    private final ThreadLocal<List<Synchronization>> ends = ThreadLocal.withInitial(ArrayList::new);
    private volatile boolean refuses;

    /** Ends the thread's transaction; returns the number of its synchronizations. */
    int end(int status) {
      List<Synchronization> ended = ends.get();
      ended.forEach(one -> one.afterCompletion(status));
      ends.remove();
      resources.remove();
      return ended.size();
    }

    @Override
    public Object getTransactionKey() {
      return Thread.currentThread();
    }

    @Override
    public void putResource(Object key, Object value) {
      resources.get().put(key, value);
    }

    @Override
    public Object getResource(Object key) {
      return resources.get().get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
      if (refuses) {
        throw new IllegalStateException();
      }
      ends.get().add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
      return Status.STATUS_ACTIVE;
    }

    @Override
    public void setRollbackOnly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean getRollbackOnly() {
      return false;
    }
  }
}
