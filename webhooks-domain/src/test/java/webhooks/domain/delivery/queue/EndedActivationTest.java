package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.subscription.Subscription;

/** Deliveries of a webhook that was deactivated or activated again. */
@OnEveryDatabase
class EndedActivationTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  EndedActivationTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  @Test
  void cancelsDeliveriesOfAnEndedActivation() {
    node.accept(3, Slots.NONE);
    node.change(webhook, true, 2);
    node.accept(1, Slots.NONE);
    CountedSlots slots = new CountedSlots(9, 9);
    int taken = slots.take(webhook, 9);

    Claim claim = node.claimBacklog(slots, Map.of(webhook, taken));

    assertThat(claim.deliveries()).hasSize(1);
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(3);
    assertThat(node.fired.of(DeliveriesCancelled.class))
        .containsExactly(new DeliveriesCancelled(3));
    assertThat(slots.free()).isEqualTo(8);
  }

  /** A cancelled delivery keeps no mark, so a recovery would send it past the filters. */
  @Test
  void deletesUndecidedDeliveriesOfAnEndedActivation() {
    node.accept(2, Slots.NONE);
    database.execute("update delivery_pending set attempts_before = ?", DeliveryRules.UNDECIDED);
    node.change(webhook, true, 2);
    node.accept(1, Slots.NONE);
    database.execute("update delivery_pending set activation = 1");

    node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 9));

    assertThat(node.deliveries(DeliveryStatus.PENDING)).isZero();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
    assertThat(node.fired.of(DeliveriesCancelled.class))
        .containsExactly(new DeliveriesCancelled(1));
  }

  /** A recovery may have given it the present activation since the claim has read it. */
  @Test
  void keepsUndecidedDeliveriesThatWereRequeuedMeanwhile() throws Exception {
    node.accept(1, Slots.NONE);
    database.execute("update delivery_pending set attempts_before = ?", DeliveryRules.UNDECIDED);
    UUID id = database.ids("select id from delivery_pending").iterator().next();
    PendingRow row =
        new PendingRow(id, UUID.randomUUID(), webhook, 1, 0, DeliveryRules.UNDECIDED, false);

    try (Connection connection = database.database().connection()) {
      UndecidedDeliveries.deleteEnded(connection, List.of(row));
    }

    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(1);
  }

  @Test
  void cancelsALongBacklogWithFewSlots() {
    node.accept(1500, Slots.NONE);
    node.change(webhook, true, 2);
    node.accept(2, Slots.NONE);

    Claim first = node.claimBacklog(new CountedSlots(2, 2), Map.of(webhook, 2));
    assertThat(first.deliveries()).isEmpty();
    assertThat(first.withBacklog()).containsExactly(webhook);
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1002);

    node.claimBacklog(new CountedSlots(2, 2), Map.of(webhook, 2));
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1500);
    assertThat(node.claimBacklog(new CountedSlots(2, 2), Map.of(webhook, 2)).deliveries())
        .hasSize(2);
  }

  @Test
  void deactivationHoldsForTheNextEventAndClaim() {
    node.accept(1, Slots.NONE);
    node.change(webhook, false, 1);

    assertThat(node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries())
        .isEmpty();
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries()).isEmpty();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }

  @Test
  void cancelsFailedInFlightDeliveriesAtOnce() {
    List<LeasedDelivery> inFlight =
        node.accept(
                List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()),
                CountedSlots.enough())
            .deliveries();
    node.change(webhook, false, 1);

    node.record(
        List.of(
            QueueFixture.retry(inFlight.get(0), Duration.ofHours(1)),
            QueueFixture.succeeded(inFlight.get(1)),
            QueueFixture.exhausted(inFlight.get(2))));

    assertThat(node.claimDue(CountedSlots.enough(), 10).deliveries()).isEmpty();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void reportsNoExhaustionAfterDeactivation() {
    List<LeasedDelivery> inFlight =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries();
    node.change(webhook, false, 1);

    node.record(List.of(QueueFixture.exhausted(inFlight.get(0))));

    assertThat(node.fired.of(OutcomesRecorded.class))
        .flatExtracting(OutcomesRecorded::outcomes)
        .extracting(Outcome::status)
        .containsExactly(DeliveryStatus.PENDING);
  }

  @Test
  void retriesITwinDeletedEventOfInactiveWebhook() {
    LeasedDelivery inFlight =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
    node.database.execute("update delivery_pending set activation = 0");
    node.change(webhook, false, 1);

    node.record(List.of(QueueFixture.retry(inFlight, Duration.ofHours(1))));

    assertThat(node.claimDue(CountedSlots.enough(), 10).examined()).isZero();
    assertThat(node.pendingDeliveries().pending()).isEqualTo(1);
  }

  @Test
  void cancelsITwinDeletedEventOfDeletedWebhook() {
    LeasedDelivery inFlight =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
    node.database.execute("update delivery_pending set activation = 0");
    node.database.execute("update webhook set deleted = true");
    node.change(webhook, false, Subscription.NO_ACTIVATION);
    assertThat(node.pendingDeliveries().pending()).isZero();

    node.record(List.of(QueueFixture.retry(inFlight, Duration.ofHours(1))));

    assertThat(node.claimDue(CountedSlots.enough(), 10).deliveries()).isEmpty();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }

  @Test
  void keepsDeliveriesThatWereRequeuedMeanwhile() throws Exception {
    UUID id =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0).id();
    node.change(webhook, true, 2);
    node.database.execute("update delivery_pending set activation = 2");

    try (Connection connection = node.database.database().connection()) {
      QueueTable.in(connection, node.database.database().dialect()).cancel(connection, List.of(id));
    }

    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(1);
  }

  /** Returns a leased delivery that is redelivered after its activation has ended. */
  private LeasedDelivery redelivered() {
    LeasedDelivery leased =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
    node.change(webhook, true, 2);
    AuditTrail audit = new AuditTrail(database.database());
    Actor owner = new Actor("client", Optional.empty());
    AuditEntry entry = AuditEntry.of(owner, AuditAction.DELIVERY_REDELIVERED);
    database.inTransaction(
        () ->
            new RequeueRepository(database.database(), audit)
                .redeliver(webhook, leased.id(), entry));
    return leased;
  }

  private void isSentOnce(Claim claim) {
    LeasedDelivery next = claim.deliveries().get(0);
    assertThat(next.scheduled()).as("the retry schedule has restarted").isEqualTo(1);
    node.record(List.of(QueueFixture.succeeded(next)));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void redeliveryOfAReturnedDeliveryIsSentOnce() {
    node.returnToBacklog(List.of(redelivered()));

    isSentOnce(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)));
  }

  @Test
  void redeliveryOfAReleasedDeliveryIsSentOnce() {
    node.release(List.of(redelivered()));

    isSentOnce(node.claimDue(CountedSlots.enough(), 1));
  }

  @Test
  void redeliveryAfterALostLeaseIsSentOnce() {
    redelivered();
    node.makeDue();

    isSentOnce(node.claimDue(CountedSlots.enough(), 1));
  }

  @Test
  void redeliveryDuringAnAttemptIsSentAfterIt() {
    node.record(List.of(QueueFixture.succeeded(redelivered())));

    isSentOnce(node.claimDue(CountedSlots.enough(), 1));
  }

  @Test
  void excludesEndedActivationsFromPending() {
    node.accept(3, new CountedSlots(2, 2));
    node.change(webhook, true, 2);
    assertThat(node.pendingDeliveries()).isEqualTo(new PendingDeliveries(0, Optional.empty()));

    node.accept(1, Slots.NONE);

    assertThat(node.pendingDeliveries().pending()).isEqualTo(1);
  }
}
