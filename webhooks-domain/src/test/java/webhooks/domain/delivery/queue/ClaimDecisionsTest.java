package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Slots;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.Subscription;

class ClaimDecisionsTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  /** Slots with a bound of two for each webhook. */
  private static final class TwoEach implements Slots {
    private final Map<UUID, Integer> taken = new HashMap<>();
    private int free;

    TwoEach(int free) {
      this.free = free;
    }

    @Override
    public int free() {
      return free;
    }

    @Override
    public int take(UUID webhookId, int wanted) {
      if (free == 0 || taken.getOrDefault(webhookId, 0) == 2) {
        return 0;
      }
      free--;
      taken.merge(webhookId, 1, Integer::sum);
      return 1;
    }

    @Override
    public void giveBack(UUID webhookId, int count) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void leasesWhileTheWebhookHasSlots() {
    ClaimDecisions decisions = new ClaimDecisions(new TwoEach(10), false);

    for (int i = 0; i < 3; i++) {
      decisions.decide(row(ONE), webhook(true));
    }
    decisions.decide(row(OTHER), webhook(true));

    assertThat(ClaimDecisions.counts(decisions.leased)).isEqualTo(Map.of(ONE, 2, OTHER, 1));
    assertThat(ClaimDecisions.counts(decisions.toBacklog)).isEqualTo(Map.of(ONE, 1));
    assertThat(decisions.cancelled).isEmpty();
  }

  @Test
  void leavesRowsWhenTheNodeIsFull() {
    ClaimDecisions decisions = new ClaimDecisions(new TwoEach(1), false);

    decisions.decide(row(ONE), webhook(true));
    decisions.decide(row(ONE), webhook(true));
    decisions.decide(row(OTHER), webhook(true));

    assertThat(decisions.leased).hasSize(1);
    assertThat(decisions.toBacklog).isEmpty();
    assertThat(decisions.cancelled).isEmpty();
  }

  @Test
  void cancelsForInactiveWebhookWithoutSlot() {
    Slots slots = new TwoEach(1);
    ClaimDecisions decisions = new ClaimDecisions(slots, false);
    PendingRow row = row(ONE);

    decisions.decide(row, webhook(false));

    assertThat(ClaimDecisions.ids(decisions.cancelled)).containsExactly(row.id());
    assertThat(slots.free()).isEqualTo(1);
  }

  @Test
  void usesSlotsTakenBefore() {
    Slots slots = new TwoEach(1);
    ClaimDecisions decisions = new ClaimDecisions(slots, true);

    decisions.decide(row(ONE), webhook(true));
    decisions.decide(row(ONE), webhook(true));
    decisions.decide(row(ONE), webhook(false));

    assertThat(decisions.leased).hasSize(2);
    assertThat(decisions.cancelled).hasSize(1);
    assertThat(slots.free()).isEqualTo(1);
  }

  private static PendingRow row(UUID webhook) {
    return new PendingRow(UUID.randomUUID(), UUID.randomUUID(), webhook, 1, 0, 0, false);
  }

  @Test
  void keepsDeliveriesOfUnreadableWebhooks() {
    ClaimDecisions byTime = new ClaimDecisions(new TwoEach(9), false);
    ClaimDecisions fromBacklog = new ClaimDecisions(new TwoEach(9), true);

    byTime.decide(row(ONE), Optional.empty());
    fromBacklog.decide(row(ONE), Optional.empty());

    assertThat(byTime.toBacklog).hasSize(1);
    assertThat(byTime.cancelled).isEmpty();
    assertThat(fromBacklog.leased).isEmpty();
    assertThat(fromBacklog.cancelled).isEmpty();
  }

  @Test
  void keepsDeliveriesOfPausedWebhooks() {
    ClaimDecisions byTime = new ClaimDecisions(new TwoEach(9), false);
    ClaimDecisions fromBacklog = new ClaimDecisions(new TwoEach(9), true);
    PendingRow paused = new PendingRow(UUID.randomUUID(), UUID.randomUUID(), ONE, 1, 0, 0, true);

    byTime.decide(paused, webhook(true));
    fromBacklog.decide(paused, webhook(true));
    fromBacklog.decide(paused, webhook(false));

    assertThat(byTime.toBacklog).containsExactly(paused);
    assertThat(fromBacklog.leftInBacklog).containsExactly(paused);
    assertThat(fromBacklog.cancelled).containsExactly(paused);
  }

  /** One large event for many webhooks is as much in memory as many large events. */
  @Test
  void countsTheBodyOfEachRow() {
    UUID event = UUID.randomUUID();
    List<PendingRow> rows =
        Stream.generate(() -> new PendingRow(UUID.randomUUID(), event, ONE, 1, 0, 0, false))
            .limit(10)
            .toList();
    Map<UUID, EventBody> bodies = Map.of(event, EventBody.of(event, new byte[1000]));

    assertThat(ClaimDecisions.fitting(rows, bodies, 3500))
        .containsExactlyInAnyOrderElementsOf(rows.subList(0, 3));
    assertThat(ClaimDecisions.fitting(rows, bodies, 1)).containsExactly(rows.get(0));
    assertThat(ClaimDecisions.fitting(rows, Map.of(), 3500)).isEmpty();
  }

  private static Optional<Subscription> webhook(boolean active) {
    return Optional.of(
        new Subscription(
            ONE,
            "client",
            "account",
            1,
            active,
            1,
            "example.com",
            "key",
            new byte[0],
            new byte[0],
            Optional.empty(),
            false,
            Flow.FREE));
  }
}
