package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.WebhookRow;

/** Deliveries about which no selection has decided, in a claim. */
class UndecidedDeliveriesTest {
  /** A claim of very many webhooks may load more options than stay in memory. */
  @Test
  void leavesOutDeliveriesWhoseOptionsAreNotInMemoryAnyMore() throws Exception {
    try (TestDatabase database = TestDatabase.h2()) {
      QueueFixture node = QueueFixture.onEmpty(database);
      CountedSlots slots = new CountedSlots(10, 10);
      ClaimDecisions decisions = new ClaimDecisions(slots, false);
      UUID event = UUID.randomUUID();
      PendingRow undecided = row(node.webhook(true, 1), event, DeliveryRules.UNDECIDED);
      PendingRow other = row(node.webhook(true, 1), event, 0);
      node.accept(1, slots);
      for (PendingRow row : new PendingRow[] {undecided, other}) {
        Optional<Subscription> webhook = node.subscriptions.find(row.webhookId());
        decisions.decide(row, webhook);
      }
      int free = slots.free();
      EventBody body = EventBody.of(event, "{}".getBytes(StandardCharsets.UTF_8));
      Subscriptions withoutOptions = new Subscriptions(WebhookRow.CIPHER);

      try (Connection connection = database.database().connection()) {
        new UndecidedDeliveries(connection, withoutOptions, new FiredEvents())
            .decide(decisions, Map.of(event, body));
      }

      assertThat(decisions.leased).containsExactly(other);
      assertThat(decisions.unclaimed).containsExactly(undecided);
      assertThat(slots.free()).isEqualTo(free + 1);
    }
  }

  private static PendingRow row(UUID webhook, UUID event, int attemptsBefore) {
    return new PendingRow(UUID.randomUUID(), event, webhook, 1, 0, attemptsBefore, false);
  }
}
