package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final List<String> served = new CopyOnWriteArrayList<>();

  private static ConcurrencyLimit of(int max) {
    return new ConcurrencyLimit(max, Duration.ofMinutes(1), "busy");
  }

  /** Begins a wait of an account, and returns when the thread waits. */
  private CompletableFuture<Void> begin(ConcurrencyLimit limit, String account) {
    int before = limit.waiting();
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              limit.acquire(account);
              served.add(account);
              limit.release(account);
            },
            task -> new Thread(task).start());
    await().until(() -> limit.waiting() == before + 1);
    return waiting;
  }

  @Test
  void accountsTakeTurns() throws Exception {
    ConcurrencyLimit limit = of(1);
    limit.acquire("busy");
    begin(limit, "busy");
    begin(limit, "busy");
    CompletableFuture<Void> last = begin(limit, "busy");
    begin(limit, "other");
    begin(limit, "third");

    limit.release("busy");
    last.get(1, TimeUnit.MINUTES);

    assertThat(served).containsExactly("busy", "other", "third", "busy", "busy");
  }

  @Test
  void accountLeavesQuarterToOthers() {
    ConcurrencyLimit limit = new ConcurrencyLimit(4, Duration.ofMillis(1), "busy");
    for (int i = 0; i < 3; i++) {
      limit.acquire("one");
    }

    assertThatThrownBy(() -> limit.acquire("one")).isInstanceOf(DatabaseFailure.class);
    limit.acquire("other");
    assertThatThrownBy(() -> limit.acquire("third")).isInstanceOf(DatabaseFailure.class);
    limit.release("one");
    limit.acquire("third");
  }

  /** The account that waits first has all that it may have. */
  @Test
  void releaseServesAnotherAccountThatWaits() throws Exception {
    ConcurrencyLimit limit = of(4);
    for (int i = 0; i < 3; i++) {
      limit.acquire("one");
    }
    limit.acquire("two");
    begin(limit, "one");
    CompletableFuture<Void> third = begin(limit, "third");

    limit.release("two");

    third.get(1, TimeUnit.MINUTES);
    assertThat(served).containsExactly("third");
    limit.release("one");
    await().until(() -> limit.waiting() == 0);
  }

  @Test
  void interruptedWaitTakesNothing() throws Exception {
    ConcurrencyLimit limit = of(1);
    limit.acquire("one");
    Thread waiting = new Thread(() -> assertThatThrownBy(() -> limit.acquire("two")));
    waiting.start();
    await().until(() -> limit.waiting() == 1);

    waiting.interrupt();
    waiting.join();

    assertThat(limit.waiting()).isZero();
    limit.release("one");
    limit.acquire("three");
  }
}
