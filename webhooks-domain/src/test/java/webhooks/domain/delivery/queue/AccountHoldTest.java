package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.webhook.deactivation.FailuresReset;

/** No node leases a delivery of an account that is held. */
@OnEveryDatabase
class AccountHoldTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  AccountHoldTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  private void hold(String account) {
    database.execute(
        "insert into account_hold (account_id, since) values (?, current_timestamp)", account);
  }

  @Test
  void holdsDueDeliveries() {
    node.accept(2, CountedSlots.enough());
    node.makeDue();
    hold(QueueFixture.ACCOUNT);

    assertThat(node.claimDue(CountedSlots.enough(), 9).deliveries()).isEmpty();

    database.execute("delete from account_hold");
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 9)).deliveries())
        .hasSize(2);
  }

  @Test
  void holdsBacklogs() {
    node.accept(1, Slots.NONE);
    hold(QueueFixture.ACCOUNT);

    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).isEmpty();
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries()).isEmpty();

    database.execute("delete from account_hold");
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
  }

  @Test
  void holdsNewEventsAndNewWebhooks() {
    hold(QueueFixture.ACCOUNT);
    UUID later = node.webhook(true, 1);

    assertThat(node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries())
        .isEmpty();

    database.execute("delete from account_hold");
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog))
        .containsExactlyInAnyOrder(webhook, later);
  }

  @Test
  void holdsNoOtherAccount() {
    hold("another");
    node.accept(1, Slots.NONE);

    assertThat(node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries())
        .extracting(LeasedDelivery::webhookId)
        .containsExactly(webhook);
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries())
        .hasSize(1);
  }

  @Test
  void lastsWhenTheOwnerChangesTheWebhook() {
    node.accept(1, Slots.NONE);
    hold(QueueFixture.ACCOUNT);

    node.change(webhook, true, 1);
    new FailureStreakReset(database.database()).reset(new FailuresReset(webhook));

    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).isEmpty();
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries()).isEmpty();
  }

  @Test
  void cancelsDeliveriesOfDeletedWebhooks() {
    node.accept(1, Slots.NONE);
    hold(QueueFixture.ACCOUNT);
    node.change(webhook, false, 1);
    database.execute("update webhook set account_id = '', deleted = true where id = ?", webhook);

    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
    node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1));

    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }
}
