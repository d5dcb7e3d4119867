package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.event.ingest.IngestResult;

/** Claims, leases and outcomes of deliveries in the database. */
@OnEveryDatabase
class DeliveryQueueTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  DeliveryQueueTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  @Test
  void leasesAtIntakeWhileSlotsAreFree() {
    List<UUID> ids = node.accept(5, new CountedSlots(10, 3));

    assertThat(node.database.count("select count(*) from delivery where lease is not null"))
        .isEqualTo(3);
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
    Claim claim = node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 5));
    assertThat(claim.deliveries())
        .extracting(LeasedDelivery::messageId)
        .containsExactlyInAnyOrderElementsOf(ids.subList(3, 5));
    assertThat(claim.withBacklog()).isEmpty();
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).isEmpty();
  }

  @Test
  void sendsTheContractsBodyWithUnchangedContent() {
    UUID id = node.accept(1, Slots.NONE).get(0);

    LeasedDelivery delivery =
        node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries().get(0);

    assertThat(new String(delivery.body(), StandardCharsets.UTF_8))
        .startsWith("{\"content\":{\"n\":1.0E5},\"eventType\":\"" + QueueFixture.TYPE + "\",")
        .endsWith(
            "\"iTwinId\":\"account-1\",\"messageId\":\"%s\",\"webhookId\":\"%s\"}"
                .formatted(id, webhook));
  }

  @Test
  void storesARepeatedEventOnce() {
    UUID id = UUID.randomUUID();

    IngestResult first = node.accept(List.of(id, id), CountedSlots.enough());
    IngestResult second = node.accept(List.of(id, UUID.randomUUID()), CountedSlots.enough());

    assertThat(first.duplicates()).isEqualTo(1);
    assertThat(second.duplicates()).isEqualTo(1);
    assertThat(node.fired.of(EventsIngested.class))
        .containsExactly(new EventsIngested(1, 1), new EventsIngested(1, 1));
    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(2);
  }

  @Test
  void claimsLeasedDeliveryOnlyAfterItsLease() {
    node.accept(1, CountedSlots.enough());
    assertThat(node.claimDue(CountedSlots.enough(), 10).deliveries()).isEmpty();

    node.makeDue();

    assertThat(node.claimDue(CountedSlots.enough(), 10).deliveries()).hasSize(1);
  }

  /** The database's clock stands still within a transaction, so the times are exact. */
  @Test
  void timesLeasesByTheDatabasesClock() {
    Instant now =
        database.inTransaction(
            () -> {
              List<UUID> events = List.of(UUID.randomUUID(), UUID.randomUUID());
              node.acceptInTransaction(events, new CountedSlots(1, 1));
              node.claimBacklogInTransaction(CountedSlots.enough(), Map.of(webhook, 1));
              return new RequeueRepository(database.database()).now();
            });

    assertThat(node.dueAt(now.plus(QueueFixture.LONG))).isEqualTo(2);
  }

  @Test
  void timesRetriesByTheDatabasesClock() {
    node.accept(1, CountedSlots.enough());
    node.makeDue();
    LeasedDelivery failed = node.claimDue(CountedSlots.enough(), 1).deliveries().get(0);
    Duration wait = Duration.ofMinutes(30);

    Instant now =
        database.inTransaction(
            () -> {
              node.recordInTransaction(List.of(QueueFixture.retry(failed, wait)));
              return new RequeueRepository(database.database()).now();
            });

    assertThat(node.dueAt(now.plus(wait))).isEqualTo(1);
  }

  @Test
  void countsButIgnoresOutcomesOfALostLease() {
    node.accept(2, CountedSlots.enough());
    node.makeDue();
    List<LeasedDelivery> late = node.claimDue(CountedSlots.enough(), 10).deliveries();
    node.makeDue();
    LeasedDelivery owned = node.claimDue(CountedSlots.enough(), 1).deliveries().get(0);

    int lost = node.record(late.stream().map(QueueFixture::succeeded).toList());

    assertThat(lost).isEqualTo(1);
    assertThat(node.fired.of(OutcomesRecorded.class))
        .singleElement()
        .satisfies(
            recorded -> {
              assertThat(recorded.lost()).isEqualTo(1);
              assertThat(recorded.outcomes()).hasSize(1);
            });
    assertThat(
            node.database.count("select count(*) from attempt where delivery_id = ?", owned.id()))
        .isZero();
    assertThat(node.record(List.of(QueueFixture.succeeded(owned)))).isZero();
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(2);
  }

  @Test
  void claimsRetryWhenItIsDue() {
    node.accept(2, CountedSlots.enough());
    node.makeDue();
    List<LeasedDelivery> claimed = node.claimDue(CountedSlots.enough(), 10).deliveries();

    node.record(
        List.of(
            QueueFixture.retry(claimed.get(0), Duration.ZERO),
            QueueFixture.retry(claimed.get(1), Duration.ofHours(1))));

    List<LeasedDelivery> again = node.claimDue(CountedSlots.enough(), 10).deliveries();
    assertThat(again).extracting(LeasedDelivery::id).containsExactly(claimed.get(0).id());
    assertThat(again.get(0).number()).isEqualTo(2);
    assertThat(again.get(0).body()).isEqualTo(claimed.get(0).body());
    assertThat(
            node.database.count(
                "select count(*) from attempt where number = 1 and error = 'connect' and cause = 'refused'"
                    + " and status_code is null and duration_ms = 12"))
        .isEqualTo(2);
  }

  @Test
  void movesDueDeliveriesWithoutSlotsToTheBacklog() {
    UUID other = node.webhook(true, 1);
    node.accept(4, CountedSlots.enough());
    node.makeDue();

    Claim claim = node.claimDue(new CountedSlots(99, 1), 99);

    assertThat(claim.deliveries())
        .extracting(LeasedDelivery::webhookId)
        .containsExactlyInAnyOrder(webhook, other);
    assertThat(claim.withBacklog()).containsExactlyInAnyOrder(webhook, other);
    assertThat(node.claimDue(new CountedSlots(99, 1), 99).examined()).isZero();
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog))
        .containsExactlyInAnyOrder(webhook, other);
  }

  @Test
  void keepsDeliveriesDueWhileTheNodeIsFull() {
    node.accept(4, CountedSlots.enough());
    node.makeDue();

    Claim claim = node.claimDue(new CountedSlots(1, 99), 99);

    assertThat(claim.deliveries()).hasSize(1);
    assertThat(node.claimDue(CountedSlots.enough(), 99).deliveries()).hasSize(3);
  }

  @Test
  void countsPendingDeliveriesAndTheOldest() {
    assertThat(node.pendingDeliveries()).isEqualTo(new PendingDeliveries(0, Optional.empty()));
    node.accept(3, new CountedSlots(2, 2));
    node.accept(1, Slots.NONE);
    node.database.execute("update delivery_pending set created = created - interval '1' hour");
    node.accept(1, Slots.NONE);
    node.database.execute("delete from delivery_pending where lease is not null");

    PendingDeliveries backlog = node.pendingDeliveries();

    assertThat(backlog.pending()).isEqualTo(3);
    assertThat(backlog.oldest().orElseThrow())
        .isCloseTo(Instant.now().minusSeconds(3600), within(1, ChronoUnit.MINUTES));
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
  void rolledBackIntakeStoresNothing() {
    UUID id = UUID.randomUUID();

    assertThatThrownBy(
            () ->
                node.database.inTransaction(
                    () -> {
                      node.acceptInTransaction(List.of(id), CountedSlots.enough());
                      throw new IllegalStateException("between the statements and the commit");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(node.database.count("select count(*) from event")).isZero();
    assertThat(node.database.count("select count(*) from delivery")).isZero();
  }

  @Test
  void refusesEventOfUnknownITwin() {
    assertThat(node.acceptOfUnknownITwin()).hasSize(1);
    assertThat(node.database.count("select count(*) from event")).isZero();
  }

  @Test
  void claimsEachOfManyDeliveriesOnce() throws Exception {
    List<UUID> accepted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      accepted.addAll(node.accept(500, CountedSlots.enough()));
    }
    node.makeDue();

    List<UUID> claimed = new Claimers(database, QueueFixture.LONG).claimEverything(1);

    assertThat(claimed).hasSize(2000).doesNotHaveDuplicates();
    assertThat(Set.copyOf(claimed)).isEqualTo(Set.copyOf(accepted));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(2000);
    assertThat(node.database.count("select count(*) from delivery_attempt")).isEqualTo(2000);
  }

  @Test
  void storesABatchForManyWebhooks() {
    for (int i = 1; i < 23; i++) {
      node.webhook(true, 1);
    }

    node.accept(800, new CountedSlots(7, 7));

    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(18_400);
    assertThat(node.webhooks(DeliveryQueue::webhooksWithBacklog)).hasSize(23);
    assertThat(
            node.database.count(
                "select count(*) from (select distinct event_id, webhook_id from delivery) d"))
        .isEqualTo(18_400);
    assertThat(node.database.count("select count(*) from delivery where lease is not null"))
        .isEqualTo(7);
  }
}
