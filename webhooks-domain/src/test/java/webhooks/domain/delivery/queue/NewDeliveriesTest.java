package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Slots;
import webhooks.domain.id.IdSequence;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.TestSubscription;

class NewDeliveriesTest {
  private final IdSequence ids = new IdSequence(Instant.now());
  private final Subscription webhook = TestSubscription.of(UUID.randomUUID(), "account", 1, false);

  /** Slots that become free once the first delivery has found none. */
  private static Slots freeAfterTheFirst() {
    AtomicBoolean asked = new AtomicBoolean();
    return new Slots() {
      @Override
      public int free() {
        return 1;
      }

      @Override
      public int take(UUID webhookId, int wanted) {
        return asked.getAndSet(true) ? wanted : 0;
      }

      @Override
      public void giveBack(UUID webhookId, int count) {}
    };
  }

  @Test
  void keepsTheOrderOfAWebhooksEvents() {
    NewDeliveries deliveries =
        new NewDeliveries(Lease.starting(Duration.ofMinutes(5)), freeAfterTheFirst(), ids, null);

    deliveries.add(webhook, 1, UUID.randomUUID(), EventBody.of(UUID.randomUUID(), new byte[0]));
    deliveries.add(webhook, 1, UUID.randomUUID(), EventBody.of(UUID.randomUUID(), new byte[0]));

    assertThat(deliveries.leased()).isEmpty();
    assertThat(deliveries.withBacklog()).containsExactly(webhook.webhookId());
  }

  /** One large event for many webhooks must not fill the memory with copies of its body. */
  @Test
  void leasesABoundedSizeOfBodies() {
    NewDeliveries deliveries =
        new NewDeliveries(Lease.starting(Duration.ofMinutes(5)), CountedSlots.enough(), ids, null);
    EventBody body = EventBody.of(UUID.randomUUID(), new byte[256 * 1024]);

    for (int i = 0; i < 100; i++) {
      deliveries.add(webhook, 1, UUID.randomUUID(), body);
    }

    assertThat(deliveries.leased()).hasSize(16);
    assertThat(deliveries.withBacklog()).containsExactly(webhook.webhookId());
  }
}
