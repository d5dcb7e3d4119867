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
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;

class DeliverySlotsTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  @Test
  void holdsWhatReceiverTakesInASecond() {
    DeliverySlots slots = new DeliverySlots(10_000, 500, 100, TestSlots::alone);
    for (int i = 0; i < 8; i++) {
      slots.adapt(ONE, TestSlots.answer(200, 100));
    }
    assertThat(slots.take(ONE, 1000)).as("ten at a time").isEqualTo(10 + 100);

    slots.adapt(OTHER, TestSlots.answer(200, 4000));
    assertThat(slots.take(OTHER, 1000)).as("of a slow one").isEqualTo(3);
  }

  @Test
  void limitsSlotsPerNode() {
    DeliverySlots slots = TestSlots.earned(4, 3, ONE, OTHER);

    assertThat(slots.take(ONE, 5)).isEqualTo(2);
    assertThat(slots.take(OTHER, 1)).isEqualTo(1);
    assertThat(slots.take(UUID.randomUUID(), 1)).isEqualTo(1);
    assertThat(slots.free()).isZero();
    assertThat(slots.take(UUID.randomUUID(), 1)).isZero();
  }

  @Test
  void grantsSlotsThatWereGivenBack() {
    DeliverySlots slots = TestSlots.of(10, 3);
    assertThat(slots.take(ONE, 3)).isEqualTo(2);

    slots.giveBack(ONE, 1);
    assertThat(slots.take(ONE, 3)).isEqualTo(1);
    slots.giveBack(ONE, 2);
    slots.giveBack(ONE, 0);

    assertThat(slots.occupied()).isZero();
    assertThat(slots.free()).isEqualTo(10);
  }

  @Test
  @Timeout(60)
  void intakeWaitsUntilHalfOfTheSlotsAreFree() throws InterruptedException {
    DeliverySlots slots = sixOfTenTaken();
    Thread intake = new Thread(() -> awaitRoom(slots, Duration.ofMinutes(5)));
    intake.start();
    await().until(intake::getState, Thread.State.TIMED_WAITING::equals);

    slots.giveBack(ONE, 1);

    intake.join();
    awaitRoom(slots, Duration.ofMinutes(5));
  }

  @Test
  @Timeout(60)
  void intakeWaitsNoLongerThanItsLimit() {
    awaitRoom(sixOfTenTaken(), Duration.ofMillis(1));
  }

  @Test
  @Timeout(60)
  void intakeWaitsWhileBacklogsFillTheSlotsQuickly() throws InterruptedException {
    DeliverySlots slots = TestSlots.of(10, 10);
    slots.setBehind(true);
    Thread intake = new Thread(() -> awaitRoom(slots, Duration.ofMinutes(5)));
    intake.start();
    await().until(intake::getState, Thread.State.TIMED_WAITING::equals);

    slots.setBehind(false);

    intake.join();
  }

  private static DeliverySlots sixOfTenTaken() {
    DeliverySlots slots = TestSlots.earned(10, 10, ONE, OTHER);
    assertThat(slots.take(ONE, 3) + slots.take(OTHER, 3)).isEqualTo(6);
    return slots;
  }

  private static void awaitRoom(DeliverySlots slots, Duration limit) {
    try {
      slots.awaitRoom(limit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A receiver that refuses connections would otherwise get thousands of attempts a second. */
  @Test
  void webhookRestsBetweenAttemptsWithoutAnswer() {
    DeliverySlots slots = TestSlots.of(10, 10);
    for (int i = 0; i < 4; i++) {
      slots.adapt(ONE, TestSlots.silence());
    }
    assertThat(slots.take(ONE, 1)).as("after four").isOne();
    slots.giveBack(ONE, 1);

    long begin = System.nanoTime();
    slots.adapt(ONE, TestSlots.silence());

    if (slots.take(ONE, 1) == 1) {
      assertThat(System.nanoTime() - begin).as("nanoseconds").isGreaterThan(100_000_000L);
      slots.giveBack(ONE, 1);
    }
    await().until(() -> slots.take(ONE, 1) == 1);
    slots.adapt(ONE, TestSlots.silence());
    slots.adapt(ONE, TestSlots.answer(200, 1));
    assertThat(slots.take(ONE, 1)).as("after an answer").isOne();
  }

  @Test
  void bodiesOfOneAccountLeaveMemoryToOthers() {
    DeliverySlots slots = TestSlots.of(500, 500, id -> ofOneAccount(id));
    TestSlots.answer(slots, ONE, 500);
    TestSlots.answer(slots, OTHER, 500);
    int taken = 0;
    while (slots.take(ONE, 1) == 1) {
      slots.occupy(large(ONE));
      taken++;
    }
    assertThat(taken).as("of 128 that fill the memory").isBetween(40, 64);
    while (slots.take(OTHER, 1) == 1) {
      slots.occupy(large(OTHER));
      taken++;
    }

    assertThat(taken).isLessThanOrEqualTo(96);
    assertThat(slots.take(STRANGER, 1)).isEqualTo(1);
  }

  @Test
  void accountWithoutBodiesTakesOneThoughMemoryIsFull() {
    DeliverySlots slots = TestSlots.of(500, 500);
    List<LeasedDelivery> taken =
        Stream.generate(() -> large(UUID.randomUUID())).limit(128).toList();
    for (LeasedDelivery delivery : taken) {
      TestSlots.answer(slots, delivery.webhookId(), 1);
      assertThat(slots.take(delivery.webhookId(), 1)).isEqualTo(1);
      slots.occupy(delivery);
    }
    assertThat(slots.take(taken.get(0).webhookId(), 1)).isZero();

    TestSlots.answer(slots, OTHER, 1);
    assertThat(slots.take(OTHER, 1)).isEqualTo(1);
    slots.occupy(large(OTHER));
    assertThat(slots.take(OTHER, 1)).isZero();
  }

  @Test
  void bodiesNeverFillTwiceTheMemory() {
    DeliverySlots slots = TestSlots.of(500, 500);
    int taken = 0;
    for (int i = 0; i < 500; i++) {
      UUID webhook = UUID.randomUUID();
      TestSlots.answer(slots, webhook, 1);
      if (slots.take(webhook, 1) == 1) {
        slots.occupy(large(webhook));
        taken++;
      }
    }

    assertThat(taken).isEqualTo(256);
    assertThat(slots.free()).isZero();
  }

  private static LeasedDelivery large(UUID webhook) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        webhook,
        1,
        UUID.randomUUID(),
        1,
        1,
        EventBody.of(new byte[256 * 1024]),
        Lease.starting(Duration.ofSeconds(15)));
  }

  /** Returns destinations of one account, for all webhooks but the stranger. */
  private static Destination ofOneAccount(UUID webhook) {
    return webhook.equals(STRANGER)
        ? TestSlots.alone(webhook)
        : new Destination("account", webhook + ".example.com");
  }

  @Test
  void slowReceiversGetHalfOfTheSlots() {
    DeliverySlots slots = TestSlots.earned(100, 50, OTHER);
    int taken = 0;
    for (int i = 0; i < 300; i++) {
      UUID webhook = UUID.randomUUID();
      slots.adapt(webhook, i % 2 == 0 ? TestSlots.silence() : TestSlots.answer(200, 4000));
      taken += slots.take(webhook, 50);
    }

    assertThat(taken).isEqualTo(50);
    assertThat(slots.take(OTHER, 16)).isEqualTo(16);
  }

  @Test
  void silentWebhooksOfOneAccountLeaveSlotsToNewOnes() {
    DeliverySlots slots =
        TestSlots.of(
            500,
            100,
            id ->
                id.equals(STRANGER)
                    ? TestSlots.alone(id)
                    : new Destination("account", "silent.example.com"));
    TestSlots.answer(slots, ONE, 1);
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
      taken += slots.take(UUID.randomUUID(), 1);
    }

    assertThat(taken).isLessThan(150);
    assertThat(slots.take(STRANGER, 5)).as("a new webhook of another account").isEqualTo(2);
    assertThat(slots.take(ONE, 5)).as("a webhook of the account that answers").isEqualTo(5);
  }

  @Test
  void countsHeldSlotsOfWebhookThatBecomesSlow() {
    DeliverySlots slots = TestSlots.earned(40, 16, ONE);
    int taken = slots.take(ONE, 16);
    assertThat(taken).isEqualTo(16);
    slots.adapt(OTHER, TestSlots.answer(200, 4000));
    assertThat(slots.take(OTHER, 9)).isEqualTo(3);
    slots.giveBack(OTHER, 3);

    slots.adapt(ONE, TestSlots.silence());
    // Of 20 slots of slow webhooks it holds 8, by its limit, and not all 16.
    assertThat(slots.take(OTHER, 9)).isEqualTo(3);
    slots.giveBack(OTHER, 3);
    for (UUID webhook : Stream.generate(UUID::randomUUID).limit(100).toList()) {
      taken += slots.take(webhook, 1);
    }

    assertThat(taken - 16).as("of other slow webhooks").isBetween(10, 12);
    slots.giveBack(ONE, 16);
    assertThat(slots.occupied()).isEqualTo(taken - 16);
  }

  @Test
  void keepsBoundsWithSeveralThreads() throws Exception {
    DeliverySlots slots = TestSlots.earned(20, 5);
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
              int granted = slots.take(webhook, 1 + random.nextInt(6));
              most.accumulateAndGet(taken.addAndGet(granted), Math::max);
              taken.addAndGet(-granted);
              slots.giveBack(webhook, granted);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 20);
    assertThat(slots.occupied()).isZero();
    assertThat(slots.take(ONE, 9)).isPositive();
  }
}
