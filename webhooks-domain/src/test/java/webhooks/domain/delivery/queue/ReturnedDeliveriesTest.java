package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.LeasedDelivery;

/** Deliveries whose lease a node ends without an attempt. */
@OnEveryDatabase
class ReturnedDeliveriesTest {
  private final TestDatabase database;
  private QueueFixture node;

  ReturnedDeliveriesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    node.webhook(true, 1);
  }

  @Test
  void releasedDeliveriesLoseTheirLease() {
    node.accept(1, CountedSlots.enough());
    node.makeDue();
    List<LeasedDelivery> claimed = node.claimDue(CountedSlots.enough(), 1).deliveries();

    node.release(claimed);

    assertThat(node.record(List.of(QueueFixture.succeeded(claimed.get(0))))).isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 1).deliveries().get(0).number()).isEqualTo(1);
  }

  @Test
  void returnedDeliveriesWaitInTheBacklog() {
    node.accept(2, CountedSlots.enough());
    node.makeDue();
    List<LeasedDelivery> claimed = node.claimDue(CountedSlots.enough(), 2).deliveries();
    node.record(List.of(QueueFixture.succeeded(claimed.get(0))));

    node.returnToBacklog(claimed);

    LeasedDelivery returned = claimed.get(1);
    assertThat(node.record(List.of(QueueFixture.succeeded(returned))))
        .as("lost leases")
        .isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 2).examined()).isZero();
    assertThat(
            node.claimBacklog(CountedSlots.enough(), Map.of(returned.webhookId(), 2)).deliveries())
        .extracting(LeasedDelivery::id)
        .containsExactly(returned.id());
  }
}
