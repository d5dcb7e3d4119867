package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** The limit of statistics that are read at the same time. */
class StatisticsLimitTest {
  private static final Caller MARIA = Callers.user("console", "account", "maria");

  private final StatisticsLimit limit = new StatisticsLimit(Duration.ZERO);

  /** Reads while further reads of these users run. Eva is of another account than the others. */
  private <T> T nested(Supplier<T> query, String... users) {
    Supplier<T> all = query;
    for (String user : users) {
      Supplier<T> inner = all;
      String account = user.equals("eva") ? "other" : "account";
      all = () -> limit.read(Callers.user("console", account, user), inner);
    }
    return all.get();
  }

  private static void isRefused(Supplier<String> read) {
    assertThatThrownBy(read::get)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void oneUserReadsTwoAtTheSameTime() {
    assertThat(nested(() -> "read", "maria", "maria")).isEqualTo("read");
    isRefused(() -> nested(() -> "read", "maria", "maria", "maria"));
  }

  /** An issuer that numbers the users of each account gives them the same id. */
  @Test
  void usersOfOtherAccountsHaveTheirOwnLimit() {
    Caller other = Callers.user("console", "other", "maria");

    assertThat(nested(() -> limit.read(other, () -> "read"), "maria", "maria")).isEqualTo("read");
  }

  @Test
  void allReadThreeAtTheSameTime() {
    assertThat(nested(() -> "read", "eva", "maria", "maria")).isEqualTo("read");
    isRefused(() -> nested(() -> "read", "eva", "eva", "maria", "maria"));
  }

  @Test
  void accountLeavesOneOfThreeToOthers() {
    isRefused(() -> nested(() -> "read", "maria", "li", "john"));
    assertThat(nested(() -> "read", "eva", "maria", "li")).isEqualTo("read");
  }

  /** Two accounts that always have another request could hold all places for ever. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7})
  void accountsTakeTurns(int place) {
    StatisticsLimit patient = new StatisticsLimit(Duration.ofMinutes(1));
    BlockingQueue<Reading> reading = new LinkedBlockingQueue<>();
    for (int i = 0; i < 8; i++) {
      start(patient, i < 2 ? "a" : i == place ? "third" : "b", reading);
    }
    List<Reading> first = new ArrayList<>();
    reading.drainTo(first);
    assertThat(first).extracting(Reading::account).containsExactly("a", "a", "b");

    Reading next = first.get(2);
    List<String> served = new ArrayList<>();
    while (served.size() < 5) {
      next.end().complete("read");
      next = await().until(reading::poll, Objects::nonNull);
      served.add(next.account());
    }

    assertThat(served).containsExactly("b", "third", "b", "b", "b");
  }

  /** A query that has begun. */
  private record Reading(String account, CompletableFuture<String> end) {}

  /** Starts a query of a client of the account, and returns when it runs or waits. */
  private static void start(StatisticsLimit limit, String account, Queue<Reading> reading) {
    Caller caller = Callers.tenant("client " + UUID.randomUUID(), account);
    Reading own = new Reading(account, new CompletableFuture<>());
    Thread thread =
        new Thread(
            () ->
                limit.read(
                    caller,
                    () -> {
                      reading.add(own);
                      return own.end().join();
                    }));
    thread.setDaemon(true);
    thread.start();
    await()
        .until(
            () ->
                EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                    .contains(thread.getState()));
  }

  @Test
  void refusesWhatTakesTooLong() {
    isRefused(
        () ->
            limit.read(
                MARIA,
                () -> {
                  throw new DatabaseFailure(new SQLTimeoutException("slow", "57014"));
                }));
  }

  @Test
  void failureFreesItsPlace() {
    for (int i = 0; i < 2 * StatisticsLimit.MAX_REQUESTS; i++) {
      assertThatThrownBy(
              () ->
                  limit.read(
                      MARIA,
                      () -> {
                        throw new IllegalStateException("query");
                      }))
          .hasMessage("query");
    }
    assertThat(nested(() -> "read", "eva", "maria", "maria")).isEqualTo("read");
  }
}
