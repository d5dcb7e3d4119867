package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.QueueRows;

/** The count of a webhook's exhausted deliveries, which all nodes write. */
@OnEveryDatabase
class ExhaustedDeliveriesTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  ExhaustedDeliveriesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  private List<LeasedDelivery> lease(int count) {
    node.accept(count, CountedSlots.enough());
    node.makeDue();
    return node.claimDue(CountedSlots.enough(), count).deliveries();
  }

  private long counted() {
    return database.count("select coalesce(sum(deliveries), 0) from exhausted_deliveries");
  }

  /** A node that stands still in its transaction would stop the records of all others. */
  @Test
  void recordsOfOneWebhookDoNotWaitForEachOther() {
    List<LeasedDelivery> leased = lease(2);

    database.inTransaction(
        () -> {
          node.recordInTransaction(List.of(QueueFixture.exhausted(leased.get(0))));
          return CompletableFuture.supplyAsync(
                  () -> node.recordOnly(List.of(QueueFixture.exhausted(leased.get(1)))))
              .get(20, TimeUnit.SECONDS);
        });

    assertThat(node.deliveries(DeliveryStatus.EXHAUSTED)).isEqualTo(2);
  }

  @Test
  void countsWithTheSumsOfTheNode() {
    List<LeasedDelivery> leased = lease(4);

    node.record(leased.subList(0, 3).stream().map(QueueFixture::exhausted).toList());
    node.record(leased.subList(3, 4).stream().map(QueueFixture::exhausted).toList());

    assertThat(counted()).isEqualTo(4);
    assertThat(database.ids("select webhook_id from exhausted_deliveries"))
        .containsExactly(webhook);
  }

  @Test
  void successCountsNothing() {
    node.record(lease(2).stream().map(QueueFixture::succeeded).toList());

    assertThat(counted()).isZero();
  }

  /** A claim reads the type of the event. */
  @Test
  void leavesOutDeliveriesOfOperationalEvents() {
    QueueRows rows = new QueueRows(database);
    for (String type : List.of(EventTypes.OWN.get(1), QueueFixture.TYPE)) {
      UUID id = UUID.randomUUID();
      OffsetDateTime now = OffsetDateTime.now();
      rows.event(id, type, "{".getBytes(StandardCharsets.US_ASCII), now);
      rows.deliveries(List.of(new QueueRows.Row(id, id, webhook, DeliveryStatus.PENDING, 0, now)));
    }
    node.makeDue();
    List<LeasedDelivery> leased = node.claimDue(CountedSlots.enough(), 2).deliveries();

    node.record(leased.stream().map(QueueFixture::exhausted).toList());

    assertThat(node.deliveries(DeliveryStatus.EXHAUSTED)).isEqualTo(2);
    assertThat(counted()).isEqualTo(1);
  }
}
