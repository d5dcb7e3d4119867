package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A claim takes slots for webhooks of a backlog before it loads those that are new to the node. */
class UnknownDestinationTest {
  private final Map<UUID, Destination> known = new ConcurrentHashMap<>();
  private final NodeLeases leases =
      TestLeases.of(1000, 100, id -> known.getOrDefault(id, Destination.UNKNOWN));

  private static List<UUID> webhooks(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  private int taken(List<UUID> webhooks) {
    return webhooks.stream().mapToInt(webhook -> leases.take(webhook, 2)).sum();
  }

  @Test
  void busyWebhooksAreCountedAtTheirAccountsOnceTheseAreKnown() {
    List<UUID> webhooks = webhooks(40);
    assertThat(taken(webhooks)).isEqualTo(80);
    webhooks.forEach(webhook -> leases.hold(TestLeases.delivery(webhook, 1000)));

    webhooks.forEach(webhook -> known.put(webhook, TestLeases.alone(webhook)));
    webhooks.forEach(leases::place);

    // As one account they would leave sixty to other webhooks that are not known yet.
    assertThat(taken(webhooks(500))).isBetween(80, 140);
    leases.close();
    assertThat(leases.takeReturned()).hasSize(40);
    webhooks.forEach(webhook -> leases.giveBack(webhook, 1));
    assertThat(taken(webhooks)).isEqualTo(80);
  }

  @Test
  void busyWebhookWithNewUrlBeginsAgain() {
    UUID webhook = UUID.randomUUID();
    known.put(webhook, TestLeases.alone(webhook));
    TestLeases.answer(leases, webhook, 60);
    assertThat(leases.take(webhook, 60)).isEqualTo(60);

    known.put(webhook, TestLeases.alone(UUID.randomUUID()));
    assertThat(leases.take(webhook, 1)).isZero();
    leases.giveBack(webhook, 59);
    assertThat(leases.take(webhook, 100)).isEqualTo(1);
  }

  @Test
  void webhookKeepsWhatItHasEarnedWhenItsDestinationBecomesKnown() {
    UUID webhook = UUID.randomUUID();
    assertThat(leases.take(webhook, 1)).isOne();
    TestLeases.answer(leases, webhook, 40);

    known.put(webhook, TestLeases.alone(webhook));

    assertThat(leases.take(webhook, 40)).isEqualTo(40);
  }
}
