package webhooks.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class CallerLimitTest {
  private static final LimitKey PUBLISHER =
      LimitKey.ofApplication("publisher", Optional.of("one")).trusted();

  private final CallerLimit limit = new CallerLimit(32, "Too much");

  private static LimitKey app(String client, String account) {
    return LimitKey.ofApplication(client, Optional.of(account));
  }

  private static LimitKey user(String user, String account) {
    return LimitKey.ofUser("console", Optional.of(account), Optional.of(user));
  }

  /** Takes one for each of 1,000 callers in turn that gets it, and returns the number taken. */
  private int fill(IntFunction<LimitKey> callers) {
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += limit.tryUse(callers.apply(i), 1) ? 1 : 0;
    }
    return taken;
  }

  private static void assertRefused(CallerLimit limit, LimitKey caller, long amount) {
    assertThatThrownBy(() -> limit.take(caller, amount))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
              assertThat(refusal).hasMessage("Too much");
            });
  }

  @Test
  void accountWithManyClientsLeavesAQuarter() {
    assertThat(fill(i -> app("client-" + i % 40, "one"))).isEqualTo(24);

    assertThat(limit.tryUse(app("newcomer", "other"), 1)).isTrue();
  }

  @Test
  void hostOfManyAccountsLeavesAQuarter() {
    assertThat(fill(i -> LimitKey.ofHost("silent.example", "account-" + i % 40))).isEqualTo(24);

    assertThat(limit.tryUse(LimitKey.ofHost("other.example", "account-0"), 1)).isTrue();
  }

  @Test
  void accountAtAHostLeavesAQuarterOfItsPart() {
    int taken = fill(i -> LimitKey.ofHost("host.example", "one"));

    assertThat(taken).isLessThan(24);
    assertThat(limit.tryUse(LimitKey.ofHost("host.example", "other"), 1)).isTrue();
  }

  @Test
  void accountWithManyUsersLeavesAQuarter() {
    assertThat(fill(i -> user("user-" + i, "one"))).isEqualTo(24);

    assertThat(limit.tryUse(user("user-0", "other"), 1)).isTrue();
  }

  @Test
  void networkOfStrangersLeavesAQuarterOfTheirPart() {
    assertThat(fill(i -> LimitKey.ofNetwork("192.0.2.1"))).isEqualTo(18);

    assertThat(limit.tryUse(LimitKey.ofNetwork("192.0.2.2"), 1)).isTrue();
  }

  @Test
  void networksOfStrangersShareTheShareOfOneAccount() {
    assertThat(fill(i -> LimitKey.ofNetwork("192.0.2." + i % 40))).isEqualTo(24);

    assertThat(limit.tryUse(app("client", "other"), 1)).isTrue();
  }

  @Test
  void callersWithoutAccountShareTheShareOfOne() {
    assertThat(fill(i -> LimitKey.ofApplication("client-" + i, Optional.empty()))).isEqualTo(24);

    assertThat(limit.tryUse(app("client", "one"), 1)).isTrue();
  }

  @Test
  void publisherLeavesAQuarterAndLosesNothingToItsAccount() {
    assertThat(fill(i -> app("client-" + i, "one"))).isEqualTo(24);
    assertThat(fill(i -> PUBLISHER)).isEqualTo(6);

    assertThat(limit.tryUse(app("newcomer", "other"), 1)).isTrue();
  }

  @Test
  void callerLeavesAQuarterOfItsAccountToOthers() {
    assertThat(fill(i -> app("greedy", "one"))).isEqualTo(18);

    assertThat(limit.tryUse(app("modest", "one"), 1)).isTrue();
    assertThat(limit.tryUse(user("maria", "one"), 1)).isTrue();
  }

  @Test
  void clientOfManyAccountsLeavesSomeToOthers() {
    assertThat(fill(i -> app("greedy", "account-" + i))).isLessThan(24);

    assertThat(limit.tryUse(app("modest", "other"), 1)).isTrue();
  }

  /** As shares end, all accounts want more again. */
  @Test
  void sharesOfAccountsBecomeEqual() {
    List<List<CallerLimit.Share>> accounts =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int ended = 0; ended < 1_000; ended++) {
      List<CallerLimit.Share> ending = accounts.get(ended % 3);
      if (!ending.isEmpty()) {
        ending.remove(0).close();
      }
      for (int account = 0; account < 3; account++) {
        takeAll(accounts.get(account), "account-" + account);
      }
    }

    assertThat(accounts).allSatisfy(shares -> assertThat(shares).hasSizeBetween(8, 10));
    assertThat(limit.tryUse(app("newcomer", "other"), 1)).isTrue();
  }

  private void takeAll(List<CallerLimit.Share> shares, String account) {
    for (int client = 0; client < 40; client++) {
      try {
        shares.add(limit.take(app(account + client, account), 1));
      } catch (Refusal e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
      }
    }
  }

  @Test
  void limitsAllTogether() {
    assertThat(fill(i -> app("client-" + i, "account-" + i))).isEqualTo(32);
    assertRefused(limit, app("newcomer", "other"), 1);
  }

  @Test
  void limitsEachCallerFurther() {
    CallerLimit few = new CallerLimit(32, 4, "Too much");
    few.take(app("a", "one"), 4);

    assertRefused(few, app("a", "one"), 1);
    assertRefused(few, app("a", "two"), 1);
    assertThatCode(() -> few.take(app("b", "one"), 4)).doesNotThrowAnyException();
  }

  @Test
  void largestShareIsUsableIfAllIsFree() {
    CallerLimit.Share share = limit.share(app("a", "one"));
    for (int size = 1; size <= 16; size *= 2) {
      share.add(size);
    }

    share.add(1);
    assertRefused(limit, app("b", "two"), 1);
  }

  @Test
  void closedShareIsFreeAgain() {
    CallerLimit.Share share = limit.take(app("a", "one"), 2);
    share.add(30);
    share.close();
    share.close();

    assertThatCode(() -> limit.take(app("a", "one"), 32)).doesNotThrowAnyException();
    assertRefused(limit, app("b", "two"), 1);
  }

  @Test
  void refusedShareStaysAsItIs() {
    CallerLimit.Share share = limit.take(app("a", "one"), 32);
    assertThatThrownBy(() -> share.add(1)).isInstanceOf(Refusal.class);

    share.close();

    assertThatCode(() -> limit.take(app("a", "one"), 32)).doesNotThrowAnyException();
  }
}
