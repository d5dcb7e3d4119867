package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackloggedWebhooksTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID THIRD = UUID.randomUUID();

  private final BackloggedWebhooks lines = new BackloggedWebhooks();

  @Test
  void takesNothingWithoutLinesOrSlots() {
    assertThat(lines.takeSlots(new DeliverySlots(10, 5))).isEmpty();

    lines.add(List.of(ONE));
    assertThat(lines.takeSlots(new DeliverySlots(0, 5))).isEmpty();
    assertThat(lines.takeSlots(new DeliverySlots(10, 5))).isEqualTo(Map.of(ONE, 5));
  }

  @Test
  void dividesTheSlotsEvenlyAndLeavesSomeForOneMore() {
    lines.add(List.of(ONE, OTHER, THIRD));

    assertThat(lines.takeSlots(new DeliverySlots(10, 100)))
        .isEqualTo(Map.of(ONE, 3, OTHER, 3, THIRD, 2));
  }

  @Test
  void forgetsLinesThatGotSlotsAndServesTheOthersNext() {
    lines.add(List.of(ONE, OTHER, THIRD));
    DeliverySlots inFlight = new DeliverySlots(2, 1);

    assertThat(lines.takeSlots(inFlight)).isEqualTo(Map.of(ONE, 1, OTHER, 1));
    lines.add(List.of(ONE, OTHER));
    inFlight.giveBack(ONE, 1);
    inFlight.giveBack(OTHER, 1);

    assertThat(lines.takeSlots(inFlight)).isEqualTo(Map.of(THIRD, 1, ONE, 1));
  }

  @Test
  void passesOverAWebhookThatHasAllItMay() {
    DeliverySlots inFlight = new DeliverySlots(10, 2);
    inFlight.take(ONE, 2);
    lines.add(List.of(ONE, OTHER));

    assertThat(lines.takeSlots(inFlight)).isEqualTo(Map.of(OTHER, 2));
    inFlight.giveBack(ONE, 1);
    assertThat(lines.takeSlots(inFlight)).isEqualTo(Map.of(ONE, 1));
  }

  @Test
  void servesEachOfManyLinesInTurn() {
    List<UUID> webhooks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      webhooks.add(UUID.randomUUID());
    }
    lines.add(webhooks);
    List<UUID> served = new ArrayList<>();
    while (served.size() < 100) {
      DeliverySlots inFlight = new DeliverySlots(7, 5);
      Map<UUID, Integer> taken = lines.takeSlots(inFlight);
      assertThat(taken).isNotEmpty();
      served.addAll(taken.keySet());
      lines.add(taken.keySet());
    }

    assertThat(served.subList(0, 100)).isEqualTo(webhooks);
  }
}
