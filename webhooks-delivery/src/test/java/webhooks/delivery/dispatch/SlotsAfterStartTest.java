package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The slots of a node that has made no attempt yet. */
class SlotsAfterStartTest {
  @Test
  void newReceiversGetMoreSlotsWithEachFirstAttempt() {
    DeliverySlots slots = new DeliverySlots(500, 500, 100, TestSlots::alone);
    assertThat(takenByNewWebhooks(slots)).isEqualTo(64);

    slots.adapt(UUID.randomUUID(), TestSlots.silence());
    slots.adapt(UUID.randomUUID(), TestSlots.answer(500, 20));
    assertThat(takenByNewWebhooks(slots)).isEqualTo(2);

    for (int i = 0; i < 1000; i++) {
      slots.adapt(UUID.randomUUID(), TestSlots.answer(200, 20));
    }
    assertThat(takenByNewWebhooks(slots)).isEqualTo(250 - 64 - 2);
  }

  /** Its connections are open, so its attempts show nothing about handshakes. */
  @Test
  void webhookThatAnswersGivesNewReceiversNoMoreSlots() {
    DeliverySlots slots = new DeliverySlots(500, 500, 100, TestSlots::alone);

    TestSlots.answer(slots, UUID.randomUUID(), 1000);

    assertThat(takenByNewWebhooks(slots)).isEqualTo(64 + 1);
  }

  /** Takes a slot for each of 1,000 new webhooks that gets one, and returns the number taken. */
  private static int takenByNewWebhooks(DeliverySlots slots) {
    return Stream.generate(UUID::randomUUID).limit(1000).mapToInt(id -> slots.take(id, 1)).sum();
  }
}
