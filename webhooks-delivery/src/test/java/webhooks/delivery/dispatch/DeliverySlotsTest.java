package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;

class DeliverySlotsTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  @Test
  void limitsSlotsPerWebhook() {
    DeliverySlots slots = new DeliverySlots(10, 3);

    assertThat(slots.take(ONE, 2)).isEqualTo(2);
    assertThat(slots.take(ONE, 2)).isEqualTo(1);
    assertThat(slots.take(ONE, 2)).isZero();
    assertThat(slots.take(OTHER, 3)).isEqualTo(3);
    assertThat(slots.free()).isEqualTo(4);
    assertThat(slots.occupied()).isEqualTo(6);
  }

  @Test
  void limitsSlotsPerNode() {
    DeliverySlots slots = new DeliverySlots(4, 3);

    assertThat(slots.take(ONE, 5)).isEqualTo(3);
    assertThat(slots.take(OTHER, 5)).isEqualTo(1);
    assertThat(slots.free()).isZero();
    assertThat(slots.take(UUID.randomUUID(), 1)).isZero();
  }

  @Test
  void grantsSlotsThatWereGivenBack() {
    DeliverySlots slots = new DeliverySlots(4, 3);
    slots.take(ONE, 3);

    slots.giveBack(ONE, 2);
    assertThat(slots.take(ONE, 3)).isEqualTo(2);
    slots.giveBack(ONE, 3);
    slots.giveBack(ONE, 0);

    assertThat(slots.occupied()).isZero();
    assertThat(slots.free()).isEqualTo(4);
  }

  @Test
  void grantsNothingWhileBodiesFillTheMemory() {
    DeliverySlots slots = new DeliverySlots(500, 500);
    List<LeasedDelivery> held = Stream.generate(DeliverySlotsTest::large).limit(128).toList();
    for (LeasedDelivery delivery : held) {
      assertThat(slots.take(delivery.webhookId(), 1)).isEqualTo(1);
      slots.occupy(delivery);
    }
    assertThat(slots.free()).isZero();
    assertThat(slots.take(OTHER, 1)).isZero();

    slots.release(held.get(0));

    assertThat(slots.free()).isEqualTo(500 - 127);
    assertThat(slots.take(OTHER, 1)).isEqualTo(1);
  }

  @Test
  void silentReceiversGetHalfOfTheMemory() {
    DeliverySlots slots = new DeliverySlots(500, 500);
    for (int i = 0; i < 64; i++) {
      LeasedDelivery delivery = large();
      slots.take(delivery.webhookId(), 1);
      slots.occupy(delivery);
      slots.adapt(delivery.webhookId(), silence());
    }
    LeasedDelivery another = large();
    slots.take(another.webhookId(), 1);
    slots.occupy(another);
    assertThat(slots.take(another.webhookId(), 1)).isEqualTo(1);

    slots.adapt(another.webhookId(), silence());

    assertThat(slots.take(another.webhookId(), 1)).isZero();
    assertThat(slots.take(OTHER, 1)).isEqualTo(1);
  }

  private static LeasedDelivery large() {
    return new LeasedDelivery(
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        new byte[256 * 1024],
        Lease.starting(Duration.ofSeconds(15)));
  }

  private static Attempt answer(int millis) {
    return attempt(OptionalInt.of(200), Optional.empty(), millis);
  }

  private static Attempt silence() {
    return attempt(OptionalInt.empty(), Optional.of(AttemptError.CONNECT), 1);
  }

  private static Attempt attempt(OptionalInt status, Optional<AttemptError> error, int millis) {
    return new Attempt(
        Instant.EPOCH, Duration.ofMillis(millis), status, error, new byte[0], Optional.empty());
  }

  private static int granted(DeliverySlots slots, UUID webhook) {
    int granted = slots.take(webhook, 1000);
    slots.giveBack(webhook, granted);
    return granted;
  }

  @Test
  void answersRaiseBoundAndSilenceHalvesIt() {
    DeliverySlots slots = new DeliverySlots(500, 100);
    assertThat(granted(slots, ONE)).isEqualTo(16);

    slots.adapt(ONE, answer(4000));
    assertThat(granted(slots, ONE)).isEqualTo(17);
    slots.adapt(ONE, answer(20));
    assertThat(granted(slots, ONE)).isEqualTo(18);
    slots.adapt(ONE, silence());
    assertThat(granted(slots, ONE)).isEqualTo(9);
    for (int i = 0; i < 9; i++) {
      slots.adapt(ONE, silence());
    }
    assertThat(granted(slots, ONE)).isEqualTo(2);
    for (int i = 0; i < 200; i++) {
      slots.adapt(ONE, answer(20));
    }
    assertThat(granted(slots, ONE)).isEqualTo(100);
  }

  @Test
  void slowReceiversGetHalfOfTheSlots() {
    DeliverySlots slots = new DeliverySlots(100, 50);
    int held = 0;
    for (int i = 0; i < 300; i++) {
      UUID webhook = UUID.randomUUID();
      slots.adapt(webhook, i % 2 == 0 ? silence() : answer(4000));
      held += slots.take(webhook, 50);
    }

    assertThat(held).isEqualTo(50);
    assertThat(slots.take(OTHER, 16)).isEqualTo(16);
  }

  @Test
  void countsHeldSlotsOfWebhookThatBecomesSlow() {
    DeliverySlots slots = new DeliverySlots(24, 16);
    slots.take(ONE, 16);
    slots.adapt(ONE, answer(4000));
    slots.adapt(OTHER, answer(4000));
    assertThat(slots.take(OTHER, 4)).as("beside what the other holds").isZero();

    slots.adapt(ONE, answer(20));
    assertThat(slots.take(OTHER, 4)).as("one quick answer proves nothing").isZero();
    for (int i = 0; i < 5; i++) {
      slots.adapt(ONE, answer(20));
    }
    assertThat(slots.take(OTHER, 4)).isEqualTo(4);

    slots.giveBack(OTHER, 4);
    slots.giveBack(ONE, 16);
    assertThat(slots.occupied()).isZero();
    assertThat(granted(slots, OTHER)).isEqualTo(12);
  }

  @Test
  void leavesEqualShareToOneMoreWebhook() {
    DeliverySlots slots = new DeliverySlots(500, 100);
    List<UUID> webhooks = Stream.generate(UUID::randomUUID).limit(50).toList();
    Map<UUID, Integer> held = new HashMap<>();
    for (UUID webhook : webhooks) {
      for (int answers = 0; answers < 100; answers++) {
        slots.adapt(webhook, answer(990));
      }
      held.put(webhook, slots.take(webhook, 100));
    }
    assertThat(slots.free()).as("as long as the first are not done").isZero();

    Random random = new Random(1);
    for (int answers = 0; answers < 100_000; answers++) {
      UUID done = webhooks.get(random.nextInt(50));
      if (held.get(done) > 0) {
        slots.giveBack(done, 1);
        held.merge(done, -1, Integer::sum);
      }
      UUID next = webhooks.get(random.nextInt(50));
      held.merge(next, slots.take(next, 100), Integer::sum);
    }

    assertThat(held.values()).allMatch(count -> count <= 9);
    assertThat(slots.take(OTHER, 16)).isEqualTo(9);
  }

  @Test
  void webhookAloneMayUseItsWholeBound() {
    DeliverySlots slots = new DeliverySlots(500, 300);
    for (int i = 0; i < 300; i++) {
      slots.adapt(ONE, answer(990));
    }

    assertThat(slots.take(ONE, 1000)).isEqualTo(300);
  }

  @Test
  void keepsBoundsWithSeveralThreads() throws Exception {
    DeliverySlots slots = new DeliverySlots(20, 5);
    List<UUID> webhooks =
        List.of(ONE, OTHER, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    AtomicInteger most = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      threads.execute(
          () -> {
            for (int i = 0; i < 20_000; i++) {
              UUID webhook = webhooks.get(random.nextInt(webhooks.size()));
              int granted = slots.take(webhook, 1 + random.nextInt(6));
              most.accumulateAndGet(held.addAndGet(granted), Math::max);
              held.addAndGet(-granted);
              slots.giveBack(webhook, granted);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 20);
    assertThat(slots.occupied()).isZero();
    webhooks.forEach(webhook -> assertThat(slots.take(webhook, 9)).isBetween(0, 5));
    assertThat(slots.occupied()).isEqualTo(20);
  }
}
