package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  @Test
  void grantsAWebhookNoMoreThanItsShare() {
    InFlight inFlight = new InFlight(10, 3);

    assertThat(inFlight.take(ONE, 2)).isEqualTo(2);
    assertThat(inFlight.take(ONE, 2)).isEqualTo(1);
    assertThat(inFlight.take(ONE, 2)).isZero();
    assertThat(inFlight.take(OTHER, 3)).isEqualTo(3);
    assertThat(inFlight.free()).isEqualTo(4);
    assertThat(inFlight.held()).isEqualTo(6);
  }

  @Test
  void grantsNoMoreThanTheNodeHas() {
    InFlight inFlight = new InFlight(4, 3);

    assertThat(inFlight.take(ONE, 5)).isEqualTo(3);
    assertThat(inFlight.take(OTHER, 5)).isEqualTo(1);
    assertThat(inFlight.free()).isZero();
    assertThat(inFlight.take(UUID.randomUUID(), 1)).isZero();
  }

  @Test
  void grantsAgainWhatWasGivenBack() {
    InFlight inFlight = new InFlight(4, 3);
    inFlight.take(ONE, 3);

    inFlight.giveBack(ONE, 2);
    assertThat(inFlight.take(ONE, 3)).isEqualTo(2);
    inFlight.giveBack(ONE, 3);
    inFlight.giveBack(ONE, 0);

    assertThat(inFlight.held()).isZero();
    assertThat(inFlight.free()).isEqualTo(4);
  }

  @Test
  void keepsItsBoundsUnderManyThreads() throws Exception {
    InFlight inFlight = new InFlight(20, 5);
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
              int granted = inFlight.take(webhook, 1 + random.nextInt(6));
              most.accumulateAndGet(held.addAndGet(granted), Math::max);
              held.addAndGet(-granted);
              inFlight.giveBack(webhook, granted);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 20);
    assertThat(inFlight.held()).isZero();
    webhooks.forEach(webhook -> assertThat(inFlight.take(webhook, 9)).isBetween(0, 5));
    assertThat(inFlight.held()).isEqualTo(20);
  }
}
