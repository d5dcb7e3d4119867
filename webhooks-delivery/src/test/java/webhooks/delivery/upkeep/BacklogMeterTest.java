package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Backlog;
import webhooks.domain.delivery.DeliveryQueue;

class BacklogMeterTest {
  private static final Backlog BACKLOG = new Backlog(1, Optional.empty());

  private final List<Backlog> told = new CopyOnWriteArrayList<>();

  @Test
  void looksAtOnceAndAgain() {
    BacklogMeter look = lookThatTakes(Duration.ZERO);

    look.run();
    await().untilAsserted(() -> assertAgain(look));

    assertThat(told).containsOnly(BACKLOG);
  }

  private void assertAgain(BacklogMeter look) {
    look.run();
    assertThat(told).hasSizeGreaterThan(1);
  }

  @Test
  void restsAfterALookThatTookLong() {
    BacklogMeter look = lookThatTakes(Duration.ofMillis(500));

    look.run();
    look.run();

    assertThat(told).hasSize(1);
  }

  private BacklogMeter lookThatTakes(Duration time) {
    return new BacklogMeter(
        new DeliveryQueue() {
          @Override
          public Backlog backlog() {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) {
              LockSupport.parkNanos(end - System.nanoTime());
            }
            return BACKLOG;
          }
        },
        told::add);
  }
}
