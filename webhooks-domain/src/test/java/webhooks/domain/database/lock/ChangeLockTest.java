package webhooks.domain.database.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ThreadTransactions;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;

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
      requestOf(owner, () -> impatient.takeForCreation(owner)).get(1, TimeUnit.MINUTES);
    }

    CompletableFuture<Void> fifth = requestOf("fifth", () -> impatient.takeForCreation("fifth"));

    assertThatThrownBy(fifth::join).hasCauseInstanceOf(DatabaseFailure.class);
  }

  /** The transaction of an owner may wait in the database for the owner's creations elsewhere. */
  @Test
  void creationsOfOneOwnerLeaveRoomToThreeOthers() throws Exception {
    requestOf("one", () -> lock.takeForCreation("one")).get(1, TimeUnit.MINUTES);
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
      requestOf(other, () -> lock.takeForCreation(other)).get(10, TimeUnit.SECONDS);
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

  /** Runs this for a request of an application, in a transaction that does not end. */
  private static CompletableFuture<Void> requestOf(String client, Runnable work) {
    return CompletableFuture.runAsync(
        () -> {
          RequestCaller.enter(key(client));
          work.run();
        },
        task -> new Thread(task).start());
  }

  private static LimitKey key(String client) {
    return LimitKey.ofApplication(client, Optional.of(client));
  }

  /** A regression: the changes of one account kept those of others waiting for a minute. */
  @Test
  void oneCallersChangesLeaveThreadsToOthers() {
    lock.take();
    List<CompletableFuture<Void>> busy = new ArrayList<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              busy.add(requestOf("busy", this::change));
              return busy.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
            });
    CompletableFuture<Void> other = requestOf("other", this::change);
    transactions.end(Status.STATUS_COMMITTED);

    assertThat(other).succeedsWithin(LONG);
    List<CompletableFuture<Void>> refused =
        busy.stream().filter(one -> one.handle((none, failure) -> failure != null).join()).toList();
    assertThat(busy.size() - refused.size()).isLessThan(ChangeLock.MAX_REQUESTS);
    assertThatThrownBy(refused.get(0)::join)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  private void change() {
    lock.take();
    transactions.end(Status.STATUS_COMMITTED);
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
    transactions.refuse(true);
    assertThatThrownBy(lock::take).isInstanceOf(IllegalStateException.class);
    transactions.refuse(false);

    CompletableFuture.runAsync(lock::take).get(1, TimeUnit.MINUTES);
  }
}
