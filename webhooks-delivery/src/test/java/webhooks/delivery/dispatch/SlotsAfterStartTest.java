package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The slots of a node that has made no attempt yet. */
class SlotsAfterStartTest {
  @Test
  void newReceiversGetMoreSlotsWithEachFirstAttempt() {
    NodeLeases leases = TestLeases.create(new LeaseShares(500, 500), 100, TestLeases::alone);
    assertThat(takenByNewWebhooks(leases)).isEqualTo(64);

    leases.adapt(UUID.randomUUID(), TestLeases.silence());
    leases.adapt(UUID.randomUUID(), TestLeases.answer(500, 20));
    assertThat(takenByNewWebhooks(leases)).isEqualTo(2);

    for (int i = 0; i < 1000; i++) {
      leases.adapt(UUID.randomUUID(), TestLeases.answer(200, 20));
    }
    assertThat(takenByNewWebhooks(leases)).isEqualTo(125 - 64 - 2);
  }

  /** Its connections are open, so its attempts show nothing about handshakes. */
  @Test
  void webhookThatAnswersGivesNewReceiversNoMoreSlots() {
    NodeLeases leases = TestLeases.create(new LeaseShares(500, 500), 100, TestLeases::alone);

    TestLeases.answer(leases, UUID.randomUUID(), 1000);

    assertThat(takenByNewWebhooks(leases)).isEqualTo(64 + 1);
  }

  /** Takes a slot for each of 1,000 new webhooks that gets one, and returns the number taken. */
  private static int takenByNewWebhooks(NodeLeases leases) {
    return Stream.generate(UUID::randomUUID).limit(1000).mapToInt(id -> leases.take(id, 1)).sum();
  }
}
