package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackloggedWebhooksTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID THIRD = UUID.randomUUID();

  private final BackloggedWebhooks backlogged = new BackloggedWebhooks(TestLeases::alone);

  private static NodeLeases slots(int capacity, int maxPerWebhook) {
    return TestLeases.earned(capacity, maxPerWebhook, ONE, OTHER, THIRD);
  }

  @Test
  void takesNoSlotsWithoutBacklogOrFreeSlots() {
    assertThat(backlogged.takeSlots(slots(10, 5))).isEmpty();

    backlogged.add(List.of(ONE));
    assertThat(backlogged.takeSlots(slots(0, 5))).isEmpty();
    assertThat(backlogged.takeSlots(slots(10, 5))).isEqualTo(Map.of(ONE, 5));
  }

  @Test
  void dividesSlotsEvenly() {
    backlogged.add(List.of(ONE, OTHER, THIRD));

    assertThat(backlogged.takeSlots(slots(10, 100))).isEqualTo(Map.of(ONE, 3, OTHER, 3, THIRD, 2));
  }

  @Test
  void servesOtherWebhooksNext() {
    backlogged.add(List.of(ONE, OTHER, THIRD));
    NodeLeases slots = slots(2, 1);

    assertThat(backlogged.takeSlots(slots)).isEqualTo(Map.of(ONE, 1, OTHER, 1));
    backlogged.add(List.of(ONE, OTHER));
    slots.giveBack(ONE, 1);
    slots.giveBack(OTHER, 1);

    assertThat(backlogged.takeSlots(slots)).isEqualTo(Map.of(THIRD, 1, ONE, 1));
  }

  @Test
  void passesOverWebhookAtItsBound() {
    NodeLeases slots = TestLeases.of(10, 2);
    slots.take(ONE, 2);
    backlogged.add(List.of(ONE, OTHER));

    assertThat(backlogged.takeSlots(slots)).isEqualTo(Map.of(OTHER, 2));
    slots.giveBack(ONE, 1);
    assertThat(backlogged.takeSlots(slots)).isEqualTo(Map.of(ONE, 1));
  }

  @Test
  void servesManyWebhooksInTurn() {
    List<UUID> webhooks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      webhooks.add(UUID.randomUUID());
    }
    backlogged.add(webhooks);
    List<UUID> served = new ArrayList<>();
    while (served.size() < 100) {
      NodeLeases slots = slots(7, 5);
      Map<UUID, Integer> taken = backlogged.takeSlots(slots);
      assertThat(taken).isNotEmpty();
      served.addAll(taken.keySet());
      backlogged.add(taken.keySet());
    }

    assertThat(served.subList(0, 100)).isEqualTo(webhooks);
  }

  /** A claim for thousands of webhooks of one account would take long, and others would wait. */
  @Test
  void servesAnAccountInSteps() {
    BackloggedWebhooks ofOneAccount =
        new BackloggedWebhooks(webhook -> new Destination("account", "example.com"));
    NodeLeases slots = slots(10_000, 1);
    ofOneAccount.add(Stream.generate(UUID::randomUUID).limit(120).toList());

    assertThat(ofOneAccount.takeSlots(slots)).hasSize(50);
    assertThat(ofOneAccount.takeSlots(slots)).hasSize(50);
    assertThat(ofOneAccount.takeSlots(slots)).hasSize(20);
    assertThat(ofOneAccount.takeSlots(slots)).isEmpty();
  }

  @Test
  void accountsShareEquallyHoweverManyWebhooksTheyHave() {
    BackloggedWebhooks ofTwoAccounts =
        new BackloggedWebhooks(
            webhook -> webhook.equals(ONE) ? TestLeases.alone(ONE) : TestLeases.alone(OTHER));
    ofTwoAccounts.add(Stream.generate(UUID::randomUUID).limit(120).toList());
    ofTwoAccounts.add(List.of(ONE));

    Map<UUID, Integer> taken = ofTwoAccounts.takeSlots(slots(100, 100));

    assertThat(taken).hasSize(51);
    assertThat(taken.get(ONE)).isGreaterThan(10);
  }
}
