package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;

/** A claim takes slots for webhooks of a backlog before it loads those that are new to the node. */
class UnknownDestinationTest {
  private final Map<UUID, Destination> known = new ConcurrentHashMap<>();
  private final DeliverySlots slots =
      TestSlots.of(500, 100, id -> known.getOrDefault(id, Destination.UNKNOWN));

  private static List<UUID> webhooks(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  private int taken(List<UUID> webhooks) {
    return webhooks.stream().mapToInt(webhook -> slots.take(webhook, 2)).sum();
  }

  private static LeasedDelivery delivery(UUID webhook) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        webhook,
        1,
        UUID.randomUUID(),
        1,
        1,
        EventBody.of(new byte[1000]),
        Lease.starting(Duration.ofSeconds(15)));
  }

  @Test
  void busyWebhooksAreCountedAtTheirAccountsOnceTheseAreKnown() {
    List<UUID> webhooks = webhooks(40);
    assertThat(taken(webhooks)).isEqualTo(80);
    List<LeasedDelivery> deliveries =
        webhooks.stream().map(UnknownDestinationTest::delivery).toList();
    deliveries.forEach(slots::occupy);

    webhooks.forEach(webhook -> known.put(webhook, TestSlots.alone(webhook)));
    webhooks.forEach(webhook -> slots.adapt(webhook, TestSlots.silence()));

    // As one account they would leave sixty to other webhooks that are not known yet.
    assertThat(taken(webhooks(500))).isBetween(80, 140);
    deliveries.forEach(slots::release);
    webhooks.forEach(webhook -> slots.giveBack(webhook, 1));
    assertThat(taken(webhooks)).isEqualTo(80);
  }

  @Test
  void busyWebhookWithNewUrlBeginsAgain() {
    UUID webhook = UUID.randomUUID();
    known.put(webhook, TestSlots.alone(webhook));
    TestSlots.answer(slots, webhook, 60);
    assertThat(slots.take(webhook, 60)).isEqualTo(60);

    known.put(webhook, TestSlots.alone(UUID.randomUUID()));
    assertThat(slots.take(webhook, 1)).isZero();
    slots.giveBack(webhook, 59);
    assertThat(slots.take(webhook, 100)).isEqualTo(1);
  }
}
