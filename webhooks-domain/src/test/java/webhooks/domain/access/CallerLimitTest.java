package webhooks.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class CallerLimitTest {
  private final CallerLimit limit = new CallerLimit(10, 6, "Too much");

  private static LimitKey app(String client) {
    return LimitKey.ofApplication(client);
  }

  private static LimitKey user(String account, String user) {
    return Callers.user("console", account, user).limitKey();
  }

  private void assertRefused(LimitKey caller, long amount) {
    assertThatThrownBy(() -> limit.take(caller, amount))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
              assertThat(refusal).hasMessage("Too much");
            });
  }

  @Test
  void limitsEachClient() {
    limit.take(app("a"), 6);

    assertRefused(app("a"), 1);
    assertThatCode(() -> limit.take(app("b"), 4)).doesNotThrowAnyException();
  }

  @Test
  void limitsAllClientsTogether() {
    limit.take(app("a"), 6);
    limit.take(app("b"), 3);

    assertRefused(app("c"), 2);
    assertThatCode(() -> limit.take(app("c"), 1)).doesNotThrowAnyException();
  }

  @Test
  void userOfOneAccountLeavesTheSharesOfOthers() {
    limit.take(user("a", "maria"), 6);

    assertRefused(user("a", "maria"), 1);
    assertThatCode(() -> limit.take(user("b", "maria"), 4)).doesNotThrowAnyException();
  }

  @Test
  void usersOfOneAccountLeaveAQuarterToOthers() {
    CallerLimit.Share maria = limit.take(user("a", "maria"), 4);
    limit.take(user("a", "john"), 4);

    assertRefused(user("a", "li"), 1);
    assertThatCode(() -> limit.take(user("b", "eva"), 2)).doesNotThrowAnyException();
    maria.close();
    assertThatCode(() -> limit.take(user("a", "li"), 4)).doesNotThrowAnyException();
  }

  @Test
  void keepsHalfForClientsThatUseNothing() {
    CallerLimit reserved = CallerLimit.withReserve(10, 4, "Too much");
    int taken = 0;
    for (int round = 0; round < 4; round++) {
      for (String greedy : List.of("a", "b", "c")) {
        try {
          reserved.take(app(greedy), 1);
          taken++;
        } catch (Refusal e) {
          assertThat(taken).isGreaterThanOrEqualTo(5);
        }
      }
    }

    assertThat(taken).isEqualTo(5);
    for (String other : List.of("d", "e", "f", "g", "h")) {
      assertThatCode(() -> reserved.take(app(other), 1)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> reserved.take(app("i"), 1)).isInstanceOf(Refusal.class);
  }

  /** The users of one account could use up the reserve with one share each. */
  @Test
  void usersOfTwoAccountsLeaveAQuarterOfTheReservedLimit() {
    CallerLimit reserved = CallerLimit.withReserve(32, 16, "Too much");
    for (int i = 0; i < 24; i++) {
      reserved.take(user("a", "user-" + i), 1);
    }
    reserved.take(user("b", "user-0"), 1);

    assertThatThrownBy(() -> reserved.take(user("b", "user-1"), 1)).isInstanceOf(Refusal.class);
    for (int i = 0; i < 7; i++) {
      String client = "app-" + i;
      assertThatCode(() -> reserved.take(app(client), 1)).doesNotThrowAnyException();
    }
  }

  @Test
  void userLeavesTheReserveToOthersOfTheAccount() {
    CallerLimit reserved = CallerLimit.withReserve(32, 16, "Too much");
    reserved.take(user("a", "maria"), 16);

    assertThatCode(() -> reserved.take(user("a", "john"), 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> reserved.take(user("a", "john"), 1)).isInstanceOf(Refusal.class);
  }

  @Test
  void closedShareIsFreeAgain() {
    CallerLimit.Share share = limit.take(app("a"), 2);
    share.add(4);
    share.close();
    share.close();

    assertThatCode(() -> limit.take(app("a"), 6)).doesNotThrowAnyException();
    assertRefused(app("a"), 1);
  }

  @Test
  void usesNothingWhereTooLittleIsFree() {
    assertThat(limit.tryUse(app("a"), 7)).isFalse();
    assertThat(limit.tryUse(app("a"), 6)).isTrue();
    assertThat(limit.tryUse(app("a"), 1)).isFalse();
    assertThat(limit.tryUse(app("b"), 5)).isFalse();
    assertThat(limit.tryUse(app("b"), 4)).isTrue();
  }

  @Test
  void refusedShareStaysAsItIs() {
    CallerLimit.Share share = limit.take(app("a"), 6);
    assertThatThrownBy(() -> share.add(1)).isInstanceOf(Refusal.class);

    share.close();

    assertThatCode(() -> limit.take(app("a"), 6)).doesNotThrowAnyException();
  }
}
