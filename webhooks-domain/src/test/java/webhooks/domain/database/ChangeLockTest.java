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
      onThreadOfItsOwn(impatient::takeForCreation).get(1, TimeUnit.MINUTES);
    }

    CompletableFuture<Void> fifth = onThreadOfItsOwn(impatient::takeForCreation);

    assertThatThrownBy(fifth::join).hasCauseInstanceOf(DatabaseFailure.class);
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
