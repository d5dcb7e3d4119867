package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
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
