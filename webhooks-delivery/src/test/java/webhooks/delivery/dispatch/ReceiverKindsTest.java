package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.subscription.Flow;

/** What new, silent, slow and quick receivers leave to each other. */
class ReceiverKindsTest {
  private static final int MAX_IN_FLIGHT = 400;
  private static final int NEW = 100;
  private static final int SILENT = 100;
  private static final int SLOW = 200;

  private final AtomicLong now = new AtomicLong();
  private final NodeLeases leases =
      TestLeases.create(LeaseShares.of(MAX_IN_FLIGHT), 100, ReceiverKindsTest::ofAccount, now::get);

  /** Returns the destination of a webhook, whose account is named by the beginning of its id. */
  private static Destination ofAccount(UUID webhook) {
    return new Destination(
        "account " + webhook.getMostSignificantBits(), webhook + ".example.com", Flow.FREE);
  }

  private static UUID webhook(int account) {
    return new UUID(account, UUID.randomUUID().getLeastSignificantBits());
  }

  private static List<UUID> webhooks(int firstAccount, int count) {
    return Stream.iterate(firstAccount, account -> account + 1)
        .limit(count)
        .map(ReceiverKindsTest::webhook)
        .toList();
  }

  /** As after some minutes of work. */
  private void growParts() {
    for (UUID webhook : webhooks(1_000_000, 500)) {
      leases.adapt(webhook, TestLeases.silence());
      leases.adapt(webhook, TestLeases.answer(200, 2000));
      leases.adapt(webhook, TestLeases.answer(200, 2000));
    }
  }

  private List<UUID> known(int firstAccount, int count, Attempt latest) {
    List<UUID> known = webhooks(firstAccount, count);
    known.forEach(webhook -> leases.adapt(webhook, latest));
    return known;
  }

  private List<UUID> slow(int firstAccount, int count) {
    return known(firstAccount, count, TestLeases.answer(200, 2000));
  }

  private List<UUID> silent(int firstAccount, int count) {
    return known(firstAccount, count, TestLeases.silence());
  }

  private int taken(List<UUID> webhooks) {
    return webhooks.stream().mapToInt(webhook -> leases.take(webhook, 2)).sum();
  }

  @Test
  void slowReceiversLeaveSlotsToNewOnesAndBothToQuickOnes() {
    growParts();
    UUID quick = webhook(1);
    TestLeases.answer(leases, quick, 100);

    assertThat(taken(slow(10, 1000))).isEqualTo(SLOW);
    assertThat(taken(webhooks(2000, 1000))).isEqualTo(NEW);
    assertThat(leases.free(ReceiverKind.SILENT)).as("not quick, all together").isZero();
    assertThat(leases.take(quick, 1000)).isGreaterThanOrEqualTo(MAX_IN_FLIGHT / 4);
  }

  @Test
  void silentReceiversLeaveSlotsToNewAndSlowOnes() {
    growParts();

    assertThat(taken(silent(10, 1000))).isEqualTo(SILENT);
    assertThat(taken(webhooks(2000, 1000))).isEqualTo(NEW);
    assertThat(taken(slow(4000, 1000))).as("half with the silent ones").isEqualTo(SLOW - SILENT);
  }

  @Test
  void slowAndSilentReceiversLeaveAQuarterToNewOnes() {
    growParts();
    assertThat(taken(slow(10, 1000))).isEqualTo(SLOW);
    assertThat(taken(silent(2000, 1000))).isZero();

    assertThat(taken(webhooks(4000, 1000))).isEqualTo(NEW);
  }

  /** The node was too busy for it, or it was not sent: its attempt has no result. */
  @Test
  void lateReceiverWithoutAResultIsTriedAgain() {
    UUID webhook = webhook(1);
    TestLeases.lease(leases, webhook, 1);
    List<LeasedDelivery> started = TestLeases.start(leases);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    leases.takeReturned();
    TestLeases.end(leases, started);

    assertThat(leases.take(webhook, 1)).isEqualTo(1);
  }

  /** Its time-out is five seconds. */
  @Test
  void newReceiverWithoutAnAnswerForASecondLeavesItsPlaceToOthers() {
    growParts();
    UUID webhook = webhook(1);
    TestLeases.lease(leases, webhook, 1);
    List<LeasedDelivery> started = TestLeases.start(leases);
    assertThat(taken(webhooks(10, 1000))).isEqualTo(NEW - 1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    leases.takeReturned();
    assertThat(leases.place(webhook).kind()).isEqualTo(ReceiverKind.NEW);

    now.incrementAndGet();
    leases.takeReturned();

    assertThat(leases.place(webhook).kind()).isEqualTo(ReceiverKind.LATE);
    assertThat(leases.take(webhook, 1)).as("before its first attempt ends").isZero();
    assertThat(taken(webhooks(2000, 1))).isEqualTo(1);
    leases.adapt(webhook, TestLeases.answer(200, 20));
    assertThat(leases.place(webhook).kind()).isEqualTo(ReceiverKind.QUICK);
    TestLeases.end(leases, started);
  }

  /** Creates leases of webhooks that share an account and the present host. */
  private NodeLeases at(Supplier<String> host) {
    return TestLeases.create(
        LeaseShares.of(MAX_IN_FLIGHT),
        100,
        id -> new Destination("account", host.get(), Flow.FREE),
        now::get);
  }

  @Test
  void attemptToAFormerHostSaysNothingAboutTheNewOne() {
    UUID webhook = webhook(1);
    AtomicReference<String> host = new AtomicReference<>("dead.example.com");
    NodeLeases moving = at(host::get);
    TestLeases.lease(moving, webhook, 1);
    List<LeasedDelivery> started = TestLeases.start(moving);
    host.set("repaired.example.com");

    started.forEach(
        delivery ->
            moving.ended(
                new Outcome(
                    delivery,
                    TestLeases.silence(),
                    1,
                    DeliveryStatus.PENDING,
                    Duration.ofMinutes(1))));

    assertThat(moving.place(webhook).kind()).isEqualTo(ReceiverKind.NEW);
  }

  @Test
  void backlogIsTriedAgainWhenItsWebhookHasAnotherHost() {
    UUID webhook = webhook(1);
    AtomicReference<String> host = new AtomicReference<>("dead.example.com");
    NodeLeases moving = at(host::get);
    moving.adapt(webhook, TestLeases.silence());
    TestLeases.lease(moving, webhook, 1);
    assertThat(moving.takeWoken()).as("it is silent").containsExactly(webhook);

    host.set("repaired.example.com");
    moving.take(webhook, 0);

    assertThat(moving.takeWoken()).containsExactly(webhook);
  }

  @Test
  void largeBodiesOfSlowAndSilentReceiversLeaveMemoryToQuickOnes() {
    int size = 256 * 1024;
    growParts();
    UUID quick = webhook(1);
    TestLeases.answer(leases, quick, 100);
    leases.hold(taken(quick, size));

    List<UUID> others = new ArrayList<>(silent(10, 1000));
    others.addAll(slow(2000, 1000));
    for (UUID webhook : others) {
      if (leases.take(webhook, 1) == 1) {
        leases.hold(TestLeases.delivery(webhook, size));
      }
    }

    assertThat(leases.free(ReceiverKind.SILENT)).isZero();
    leases.hold(taken(quick, size));
  }

  private LeasedDelivery taken(UUID webhook, int size) {
    assertThat(leases.take(webhook, 1)).isEqualTo(1);
    return TestLeases.delivery(webhook, size);
  }

  private int takeAndStart(List<UUID> webhooks) {
    int taken = 0;
    for (UUID webhook : webhooks) {
      int granted = leases.take(webhook, 2);
      TestLeases.hold(leases, webhook, granted);
      taken += granted;
    }
    TestLeases.start(leases);
    return taken;
  }

  @Test
  void receiversThatHaveNotAnsweredNeverHaveMoreThanHalf() {
    growParts();
    int taken = 0;
    for (int i = 0; i < 50; i++) {
      taken += takeAndStart(webhooks(1000 * i, 50));
      now.addAndGet(Duration.ofSeconds(2).toNanos());
      leases.takeReturned();
    }

    assertThat(taken).isEqualTo(MAX_IN_FLIGHT / 2);
    assertThat(leases.free(ReceiverKind.NEW)).isZero();
    assertThat(leases.free(ReceiverKind.SILENT)).isZero();
    assertThat(leases.free(ReceiverKind.SLOW))
        .as("up to three quarters")
        .isEqualTo(MAX_IN_FLIGHT / 4);
  }

  /** However many receivers of the account do not answer, and however late their attempts are. */
  @Test
  void accountWithSilentReceiversLeavesSlotsToOthers() {
    growParts();
    List<UUID> silent = Stream.generate(() -> webhook(1)).limit(400).toList();
    silent.forEach(webhook -> leases.adapt(webhook, TestLeases.silence()));
    int taken = takeAndStart(silent);
    for (int i = 0; i < 5; i++) {
      taken += takeAndStart(Stream.generate(() -> webhook(1)).limit(400).toList());
      now.addAndGet(Duration.ofSeconds(2).toNanos());
      leases.takeReturned();
    }
    assertThat(taken).isBetween(MAX_IN_FLIGHT / 4, MAX_IN_FLIGHT * 3 / 8);

    assertThat(leases.take(webhook(2), 2)).as("of a new receiver").isEqualTo(2);
    assertThat(leases.take(silent(3, 1).get(0), 2)).as("of a silent one").isEqualTo(2);
    assertThat(leases.take(slow(4, 1).get(0), 2)).as("of a slow one").isEqualTo(2);
  }

  @Test
  void lastSlotsOfNewReceiversAreForAccountsWithoutASilentOne() {
    growParts();
    assertThat(taken(silent(10, 150))).isEqualTo(SILENT);

    int ofTheSame = taken(webhooks(10, 50));

    assertThat(ofTheSame).isEqualTo(NEW * 3 / 4);
    assertThat(taken(webhooks(5000, 100))).isEqualTo(NEW / 4);
  }
}
