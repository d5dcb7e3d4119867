package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.domain.subscription.Flow;

class FairShareTest {
  private static final Destination ONE = new Destination("one", "one.example.com", Flow.FREE);
  private static final Destination SAME_ACCOUNT =
      new Destination("one", "other.example.com", Flow.FREE);
  private static final Destination SAME_HOST =
      new Destination("other", "one.example.com", Flow.FREE);
  private static final Destination OTHER = new Destination("other", "other.example.com", Flow.FREE);

  private final FairShare share = new FairShare(500);

  /** Takes for webhooks that use nothing else, until no more is admitted. */
  private int fill(Destination destination) {
    int taken = 0;
    while (share.admits(destination, 0)) {
      share.add(destination, 1);
      taken++;
    }
    return taken;
  }

  /** Takes a slot at each of 1,000 destinations that has one, and returns the number taken. */
  private int takeOneAtEach(IntFunction<Destination> destinations) {
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      Destination destination = destinations.apply(i);
      if (share.admits(destination, 0)) {
        share.add(destination, 1);
        taken++;
      }
    }
    return taken;
  }

  @Test
  void accountsAtManyHostsLeaveAQuarter() {
    assertThat(takeOneAtEach(host -> new Destination("one", host + ".example.com", Flow.FREE)))
        .isEqualTo(375);
    assertThat(share.admits(OTHER, 0)).isTrue();
  }

  @Test
  void hostOfManyAccountsLeavesAQuarter() {
    assertThat(
            takeOneAtEach(
                account -> new Destination("account " + account, "one.example.com", Flow.FREE)))
        .isEqualTo(375);
    assertThat(share.admits(OTHER, 0)).isTrue();
  }

  @Test
  void accountAtOneHostLeavesRoomForBothToOthers() {
    assertThat(fill(ONE)).isEqualTo(282);

    assertThat(fill(SAME_ACCOUNT)).as("the account at another host").isPositive();
    assertThat(fill(SAME_HOST)).as("another account at the host").isPositive();
    assertThat(fill(OTHER)).isPositive();
  }

  @Test
  void webhookLeavesRoomToOthersOfItsDestination() {
    int taken = 0;
    while (share.admits(ONE, taken)) {
      share.add(ONE, 1);
      taken++;
    }

    assertThat(taken).isEqualTo(211);
    assertThat(fill(ONE)).isGreaterThan(50);
  }

  @Test
  void accountsShrinkToEqualShares() {
    List<Destination> accounts =
        IntStream.range(0, 20)
            .mapToObj(i -> new Destination("account " + i, i + ".example.com", Flow.FREE))
            .toList();
    accounts.forEach(this::fill);
    // As deliveries end, all accounts have more of them.
    for (int ended = 0; ended < 20_000; ended++) {
      Destination account = accounts.get(ended % 20);
      if (share.usedBy(account.account()) > 0) {
        share.add(account, -1);
      }
      for (Destination next : accounts) {
        if (share.admits(next, 0)) {
          share.add(next, 1);
        }
      }
    }

    assertThat(accounts)
        .allSatisfy(one -> assertThat(share.usedBy(one.account())).isBetween(18L, 25L));
    assertThat(share.admits(OTHER, 0)).isTrue();
  }

  @Test
  void admitsTheFirstOfOne() {
    assertThat(new FairShare(1).admits(ONE, 0)).isTrue();
    assertThat(new FairShare(0).admits(ONE, 0)).isFalse();
  }

  @Test
  void forgetsWhatIsGivenBack() {
    int taken = fill(ONE);
    share.add(ONE, -taken);

    assertThat(share.used()).isZero();
    assertThat(share.usedBy("one")).isZero();
    assertThat(fill(ONE)).isEqualTo(taken);
  }
}
