package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

class NodeLeasesTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  @Test
  void holdsWhatReceiverTakesInASecond() {
    NodeLeases leases = TestLeases.create(new LeaseShares(10_000, 500), 100, TestLeases::alone);
    for (int i = 0; i < 8; i++) {
      leases.adapt(ONE, TestLeases.answer(200, 100));
    }
    assertThat(leases.take(ONE, 1000)).as("ten at a time").isEqualTo(10 + 100);

    leases.adapt(OTHER, TestLeases.answer(200, 4000));
    assertThat(leases.take(OTHER, 1000)).as("of a slow one").isEqualTo(3);
  }

  @Test
  void limitsSlotsPerNode() {
    NodeLeases leases = TestLeases.earned(4, 3, ONE, OTHER);

    assertThat(leases.take(ONE, 5)).isEqualTo(2);
    assertThat(leases.take(OTHER, 1)).isEqualTo(1);
    assertThat(leases.take(UUID.randomUUID(), 1)).isEqualTo(1);
    assertThat(leases.free()).isZero();
    assertThat(leases.take(UUID.randomUUID(), 1)).isZero();
  }

  @Test
  void grantsSlotsThatWereGivenBack() {
    NodeLeases leases = TestLeases.of(40, 3);
    assertThat(leases.take(ONE, 3)).isEqualTo(2);

    leases.giveBack(ONE, 1);
    assertThat(leases.take(ONE, 3)).isEqualTo(1);
    leases.giveBack(ONE, 2);
    leases.giveBack(ONE, 0);

    assertThat(leases.use().leased()).isZero();
    assertThat(leases.free()).isEqualTo(40);
  }

  @Test
  @Timeout(60)
  void intakeWaitsUntilHalfOfTheSlotsAreFree() throws InterruptedException {
    NodeLeases leases = sixOfTenTaken();
    Thread intake = new Thread(() -> awaitRoom(leases, Duration.ofMinutes(5)));
    intake.start();
    await().until(intake::getState, Thread.State.TIMED_WAITING::equals);

    leases.giveBack(ONE, 1);

    intake.join();
    awaitRoom(leases, Duration.ofMinutes(5));
  }

  @Test
  @Timeout(60)
  void intakeWaitsNoLongerThanItsLimit() {
    awaitRoom(sixOfTenTaken(), Duration.ofMillis(1));
  }

  @Test
  @Timeout(60)
  void intakeWaitsWhileBacklogsFillTheSlotsQuickly() throws InterruptedException {
    NodeLeases leases = TestLeases.of(10, 10);
    leases.signals().setBehind(true);
    Thread intake = new Thread(() -> awaitRoom(leases, Duration.ofMinutes(5)));
    intake.start();
    await().until(intake::getState, Thread.State.TIMED_WAITING::equals);

    leases.signals().setBehind(false);

    intake.join();
  }

  private static NodeLeases sixOfTenTaken() {
    NodeLeases leases = TestLeases.earned(10, 10, ONE, OTHER);
    assertThat(leases.take(ONE, 3) + leases.take(OTHER, 3)).isEqualTo(6);
    return leases;
  }

  private static void awaitRoom(NodeLeases leases, Duration limit) {
    try {
      leases.signals().awaitRoom(limit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A receiver that refuses connections would otherwise get thousands of attempts a second. */
  @Test
  void webhookRestsBetweenAttemptsWithoutAnswer() {
    NodeLeases leases = TestLeases.of(10, 10);
    for (int i = 0; i < 4; i++) {
      leases.adapt(ONE, TestLeases.silence());
    }
    assertThat(leases.take(ONE, 1)).as("after four").isOne();
    leases.giveBack(ONE, 1);

    long begin = System.nanoTime();
    leases.adapt(ONE, TestLeases.silence());

    if (leases.take(ONE, 1) == 1) {
      assertThat(System.nanoTime() - begin).as("nanoseconds").isGreaterThan(100_000_000L);
      leases.giveBack(ONE, 1);
    }
    await().until(() -> leases.take(ONE, 1) == 1);
    leases.adapt(ONE, TestLeases.silence());
    leases.adapt(ONE, TestLeases.answer(200, 1));
    assertThat(leases.take(ONE, 1)).as("after an answer").isOne();
  }

  @Test
  void bodiesOfOneAccountLeaveMemoryToOthers() {
    NodeLeases leases = TestLeases.of(500, 500, id -> ofOneAccount(id));
    TestLeases.answer(leases, ONE, 500);
    TestLeases.answer(leases, OTHER, 500);
    int taken = 0;
    while (leases.take(ONE, 1) == 1) {
      leases.hold(large(ONE));
      taken++;
    }
    assertThat(taken).as("of 128 that fill the memory").isBetween(40, 64);
    while (leases.take(OTHER, 1) == 1) {
      leases.hold(large(OTHER));
      taken++;
    }

    assertThat(taken).isLessThanOrEqualTo(96);
    assertThat(leases.take(STRANGER, 1)).isEqualTo(1);
  }

  @Test
  void accountWithoutBodiesTakesOneThoughMemoryIsFull() {
    NodeLeases leases = TestLeases.of(500, 500);
    List<LeasedDelivery> taken =
        Stream.generate(() -> large(UUID.randomUUID())).limit(128).toList();
    for (LeasedDelivery delivery : taken) {
      TestLeases.answer(leases, delivery.webhookId(), 1);
      assertThat(leases.take(delivery.webhookId(), 1)).isEqualTo(1);
      leases.hold(delivery);
    }
    assertThat(leases.take(taken.get(0).webhookId(), 1)).isZero();

    TestLeases.answer(leases, OTHER, 1);
    assertThat(leases.take(OTHER, 1)).isEqualTo(1);
    leases.hold(large(OTHER));
    assertThat(leases.take(OTHER, 1)).isZero();
  }

  @Test
  void bodiesNeverFillTwiceTheMemory() {
    NodeLeases leases = TestLeases.of(500, 500);
    int taken = 0;
    for (int i = 0; i < 500; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      if (leases.take(webhook, 1) == 1) {
        leases.hold(large(webhook));
        taken++;
      }
    }

    assertThat(taken).isEqualTo(256);
    assertThat(leases.free()).isZero();
  }

  private static LeasedDelivery large(UUID webhook) {
    return TestLeases.delivery(webhook, 256 * 1024);
  }

  /** Returns destinations of one account, for all webhooks but the stranger. */
  private static Destination ofOneAccount(UUID webhook) {
    return webhook.equals(STRANGER)
        ? TestLeases.alone(webhook)
        : new Destination("account", webhook + ".example.com", Flow.FREE);
  }

  @Test
  void silentReceiversGetAQuarterOfTheSlots() {
    assertThat(takenAfter(TestLeases.silence(), TestLeases.of(100, 50))).isEqualTo(25);
  }

  @Test
  void slowReceiversGetHalfOfTheSlots() {
    NodeLeases leases = TestLeases.earned(100, 50, OTHER);

    assertThat(takenAfter(TestLeases.answer(200, 4000), leases)).isEqualTo(50);
    assertThat(leases.take(OTHER, 16)).isEqualTo(16);
  }

  private static int takenAfter(Attempt attempt, NodeLeases leases) {
    int taken = 0;
    for (int i = 0; i < 150; i++) {
      UUID webhook = UUID.randomUUID();
      leases.adapt(webhook, attempt);
      taken += leases.take(webhook, 50);
    }
    return taken;
  }

  @Test
  void silentWebhooksOfOneAccountLeaveSlotsToNewOnes() {
    NodeLeases leases =
        TestLeases.of(
            500,
            100,
            id ->
                id.equals(STRANGER)
                    ? TestLeases.alone(id)
                    : new Destination("account", "silent.example.com", Flow.FREE));
    TestLeases.answer(leases, ONE, 1);
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
      taken += leases.take(UUID.randomUUID(), 1);
    }

    assertThat(taken).isLessThan(150);
    assertThat(leases.take(STRANGER, 5)).as("a new webhook of another account").isEqualTo(2);
    assertThat(leases.take(ONE, 5)).as("a webhook of the account that answers").isEqualTo(5);
  }

  @Test
  void countsHeldSlotsOfWebhookThatBecomesSlow() {
    NodeLeases leases = TestLeases.earned(40, 16, ONE);
    int taken = leases.take(ONE, 16);
    assertThat(taken).isEqualTo(16);
    leases.adapt(OTHER, TestLeases.answer(200, 4000));
    assertThat(leases.take(OTHER, 9)).isEqualTo(3);
    leases.giveBack(OTHER, 3);

    leases.adapt(ONE, TestLeases.silence());
    // Of 20 slots of slow webhooks it holds 8, by its limit, and not all 16.
    assertThat(leases.take(OTHER, 9)).isEqualTo(3);
    leases.giveBack(OTHER, 3);
    for (UUID webhook : Stream.generate(UUID::randomUUID).limit(100).toList()) {
      taken += leases.take(webhook, 1);
    }

    assertThat(taken - 16).as("of other slow webhooks").isBetween(10, 12);
    leases.giveBack(ONE, 16);
    assertThat(leases.use().leased()).isEqualTo(taken - 16);
  }

  @Test
  void keepsBoundsWithSeveralThreads() throws Exception {
    NodeLeases leases = TestLeases.earned(20, 5);
    List<UUID> webhooks =
        List.of(ONE, OTHER, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    AtomicInteger most = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      threads.execute(
          () -> {
            for (int i = 0; i < 20_000; i++) {
              UUID webhook = webhooks.get(random.nextInt(webhooks.size()));
              int granted = leases.take(webhook, 1 + random.nextInt(6));
              most.accumulateAndGet(taken.addAndGet(granted), Math::max);
              taken.addAndGet(-granted);
              leases.giveBack(webhook, granted);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 20);
    assertThat(leases.use().leased()).isZero();
    assertThat(leases.take(ONE, 9)).isPositive();
  }
}
