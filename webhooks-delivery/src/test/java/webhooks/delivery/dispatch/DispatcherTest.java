package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.loop.Stop;
import webhooks.domain.delivery.Claim;
import webhooks.domain.delivery.DeliveryQueue;
import webhooks.domain.delivery.Slots;

class DispatcherTest {
  private final Stop stop = new Stop();
  private final InFlight inFlight = new InFlight(10, 4);

  @Test
  @Timeout(30)
  void goesOnAfterAnErrorAndGivesItsSlotsBack() {
    AtomicInteger claims = new AtomicInteger();
    DeliveryQueue queue =
        new DeliveryQueue() {
          @Override
          public List<UUID> webhooksWithWaiting() {
            return List.of();
          }

          @Override
          public Claim claimDue(Slots slots, int limit) {
            if (claims.incrementAndGet() == 1) {
              slots.take(UUID.randomUUID(), 3);
              throw new StackOverflowError("injected");
            }
            stop.set();
            return new Claim(List.of(), Set.of(), 0);
          }
        };

    new Dispatcher(queue, inFlight, null, stop).run();

    assertThat(claims).hasValue(2);
    assertThat(inFlight.held()).isZero();
  }
}
