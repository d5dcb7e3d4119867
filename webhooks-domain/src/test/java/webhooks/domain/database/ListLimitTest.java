package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;

/** The limit of lists that are read at the same time. */
class ListLimitTest {
  private static final LimitKey ONE = Callers.tenant("one", "a").limitKey();
  private static final LimitKey SECOND = Callers.tenant("second", "a").limitKey();
  private static final LimitKey OTHER = Callers.tenant("other", "b").limitKey();

  private final ListLimit limit = new ListLimit(2, Duration.ofMinutes(1));
  private final ListLimit impatient = new ListLimit(2, Duration.ZERO);
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final AtomicInteger reading = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    end.complete("read");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void isRefused(Supplier<String> read) {
    assertThatThrownBy(read::get)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  /** Starts a list, and returns when it is read or waits. */
  private void start(LimitKey caller) {
    Thread thread =
        new Thread(
            () ->
                limit.read(
                    caller,
                    () -> {
                      reading.incrementAndGet();
                      return end.join();
                    }));
    threads.add(thread);
    thread.start();
    await()
        .until(
            () ->
                EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                    .contains(thread.getState()));
  }

  @Test
  void accountReadsOneOfTwoSteps() {
    assertThat(impatient.<String>read(ONE, () -> impatient.read(OTHER, () -> "read")))
        .isEqualTo("read");
    isRefused(() -> impatient.read(ONE, () -> impatient.read(SECOND, () -> "read")));
  }

  @Test
  void refusesBeforeTheQueryWhatIsBeyondTheShare() {
    int share = 36;
    for (int i = 0; i < share; i++) {
      start(ONE);
    }

    isRefused(() -> limit.read(ONE, () -> "read"));
    assertThat(reading).hasValue(1);
    assertThat(limit.<String>read(OTHER, () -> "read")).isEqualTo("read");
    start(SECOND);
  }

  /** A regression: forty accounts with one list each shut out all others. */
  @Test
  void listsOfManyAccountsShutOutNoOther() {
    for (int account = 0; account < 40; account++) {
      start(Callers.tenant("one", "account " + account).limitKey());
    }

    start(OTHER);

    assertThat(reading).hasValue(2);
  }

  @Test
  void longerListsGoOnAfterTheirTurn() {
    assertThat(limit.<String>readOn(ONE, () -> "read")).isEqualTo("read");
    assertThat(limit.<String>read(ONE, () -> "read")).isEqualTo("read");
  }

  @Test
  void failureFreesItsPlace() {
    for (int i = 0; i < 2 * ListLimit.MAX_REQUESTS; i++) {
      assertThatThrownBy(() -> impatient.read(ONE, ListLimitTest::fail)).hasMessage("query");
      assertThatThrownBy(() -> impatient.readOn(ONE, ListLimitTest::fail)).hasMessage("query");
    }
    assertThat(impatient.<String>read(ONE, () -> "read")).isEqualTo("read");
  }

  private static String fail() {
    throw new IllegalStateException("query");
  }
}
