package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;

/** Outcomes that are recorded while another transaction works on the same deliveries. */
@Timeout(60)
class ConcurrentRecordTest {
  private static List<LeasedDelivery> lease(QueueFixture node, int count) {
    node.webhook(true, 1);
    node.accept(count, CountedSlots.enough());
    node.makeDue();
    return node.claimDue(CountedSlots.enough(), count).deliveries();
  }

  /** A lease that ended and the next one of the same node may end in one batch. */
  @Test
  void recordsOnlyTheOutcomeOfThePresentLease() {
    try (TestDatabase database = TestDatabase.postgres()) {
      QueueFixture node = QueueFixture.onEmpty(database);
      LeasedDelivery late = lease(node, 1).get(0);
      node.makeDue();
      LeasedDelivery owned = node.claimDue(CountedSlots.enough(), 1).deliveries().get(0);

      int lost =
          node.record(
              List.of(
                  QueueFixture.retry(late, Duration.ofHours(1)), QueueFixture.succeeded(owned)));

      assertThat(lost).isEqualTo(1);
      assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
      assertThat(database.count("select count(*) from delivery_attempt where error is null"))
          .isEqualTo(1);
    }
  }

  /** A recovery locks in the order of ids: two orders would be a deadlock. */
  @Test
  void locksDeliveriesInTheOrderOfIds() throws Exception {
    try (TestDatabase database = TestDatabase.postgres()) {
      QueueFixture node = QueueFixture.onEmpty(database);
      List<LeasedDelivery> leased = new ArrayList<>(lease(node, 20));
      leased.sort(Comparator.comparing(LeasedDelivery::id).reversed());
      UUID last = leased.get(0).id();
      UUID first = leased.get(19).id();
      List<Outcome> outcomes = leased.stream().map(QueueFixture::succeeded).toList();

      CompletableFuture<Integer> recording =
          database.inTransaction(
              () -> {
                lock(database, first);
                CompletableFuture<Integer> other =
                    CompletableFuture.supplyAsync(() -> node.record(outcomes));
                await().until(database::hasBlockedTransaction);
                lock(database, last);
                return other;
              });

      assertThat(recording.get()).isZero();
    }
  }

  private static void lock(TestDatabase database, UUID delivery) throws Exception {
    try (var connection = database.database().connection();
        var select =
            connection.prepareStatement(
                "select 1 from delivery_pending where id = ? for update nowait")) {
      select.setObject(1, delivery);
      select.executeQuery();
    }
  }

  /** On H2 a claim locks no rows: the outcome of the former lease may come in between. */
  @Test
  void claimOnH2LeavesADeliveryThatWasRecordedMeanwhile() {
    try (TestDatabase database = TestDatabase.h2()) {
      QueueFixture node = QueueFixture.onEmpty(database);
      List<LeasedDelivery> former = lease(node, 3);
      node.makeDue();
      Outcome succeeded = QueueFixture.succeeded(former.get(0));
      Outcome failed = QueueFixture.retry(former.get(1), Duration.ofHours(1));
      CountedSlots slots =
          new CountedSlots(10, 10) {
            @Override
            public synchronized int take(UUID webhookId, int wanted) {
              if (free() == 10) {
                CompletableFuture.supplyAsync(() -> node.record(List.of(succeeded, failed))).join();
              }
              return super.take(webhookId, wanted);
            }
          };

      Claim claim = node.claimDue(slots, 10);

      assertThat(claim.deliveries())
          .extracting(LeasedDelivery::id)
          .containsExactly(former.get(2).id());
      assertThat(slots.free()).isEqualTo(9);
      assertThat(
              database.count(
                  "select count(*) from delivery where due_at > current_timestamp + interval '50'"
                      + " minute"))
          .isEqualTo(1);
    }
  }
}
