package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.erase.PayloadErasure;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** Erasures of one event for all webhooks, and of one delivery for its webhook. */
@OnEveryDatabase
class PayloadErasureTest {
  private static final String BODIES = "select count(*) from event where octet_length(body) > 0";
  private static final String ANSWERS =
      "select (select count(*) from attempt where excerpt is not null or request_headers is not null"
          + " or response_headers is not null)"
          + " + (select count(*) from delivery_finished where excerpt is not null)";

  private final TestDatabase database;
  private final FiredEvents fired = new FiredEvents();
  private final UUID message = UUID.randomUUID();
  private QueueFixture node;
  private UUID webhook;
  private UUID other;

  PayloadErasureTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
    other = node.webhook(true, 1);
  }

  private boolean eraseEvent(UUID messageId, String account) {
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.EVENT_ERASED);
    return database.inTransaction(() -> erasure().eraseEvents(messageId, account, entry));
  }

  private boolean eraseDelivery(UUID webhookId, UUID delivery) {
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_ERASED);
    return database.inTransaction(() -> erasure().eraseDelivery(webhookId, delivery, entry));
  }

  private PayloadErasure erasure() {
    return new PayloadErasure(database.database(), fired, new AuditTrail(database.database()));
  }

  private List<LeasedDelivery> accept() {
    return node.accept(List.of(message), CountedSlots.enough()).deliveries();
  }

  private long erased(UUID ofWebhook) {
    return database.count(
        "select count(*) from delivery_finished where payload_erased and webhook_id = ?",
        ofWebhook);
  }

  @Test
  void erasesFinishedDeliveriesWithTheirAttempts() {
    List<LeasedDelivery> leased = accept();
    node.record(
        List.of(QueueFixture.succeeded(leased.get(0)), QueueFixture.exhausted(leased.get(1))));
    database.execute("update attempt set request_headers = 'a: b', response_headers = 'c: d'");
    database.execute("update event set tracestate = 'a=b'");
    assertThat(database.count(ANSWERS)).isEqualTo(2);

    assertThat(eraseEvent(message, QueueFixture.ACCOUNT)).isTrue();

    assertThat(database.count(BODIES)).isZero();
    assertThat(database.count(ANSWERS)).isZero();
    assertThat(database.count("select count(*) from event where tracestate is not null")).isZero();
    assertThat(erased(webhook) + erased(other)).isEqualTo(2);
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
    assertThat(node.deliveries(DeliveryStatus.EXHAUSTED)).isEqualTo(1);
    assertThat(
            database.count(
                "select count(*) from audit where action = 'event.erased' and detail = ?",
                "message=" + message + ", deliveries=2, cancelled=0"))
        .isEqualTo(1);
  }

  @Test
  void cancelsPendingDeliveries() {
    node.accept(List.of(message), Slots.NONE);

    eraseEvent(message, QueueFixture.ACCOUNT);

    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
    assertThat(node.deliveries(DeliveryStatus.PENDING)).isZero();
    assertThat(fired.of(DeliveriesCancelled.class)).containsExactly(new DeliveriesCancelled(2));
  }

  /** The request is under way: its answer must not come back. */
  @Test
  void outcomeInFlightIsNotRecorded() {
    List<LeasedDelivery> leased = accept();
    node.record(List.of(QueueFixture.retry(leased.get(0), Duration.ZERO)));
    List<LeasedDelivery> again = node.claimDue(CountedSlots.enough(), 10).deliveries();
    assertThat(again).hasSize(1);

    eraseEvent(message, QueueFixture.ACCOUNT);

    assertThat(
            node.record(
                List.of(
                    QueueFixture.succeeded(again.get(0)), QueueFixture.exhausted(leased.get(1)))))
        .isEqualTo(2);
    assertThat(database.count(ANSWERS)).isZero();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
  }

  @Test
  void repeatOfAnErasedEventIsADuplicate() {
    accept();
    eraseEvent(message, QueueFixture.ACCOUNT);

    assertThat(node.accept(List.of(message), CountedSlots.enough()).deliveries()).isEmpty();

    assertThat(database.count("select count(*) from event")).isEqualTo(1);
    assertThat(database.count(BODIES)).isZero();
  }

  @Test
  void erasingAgainChangesNothing() {
    accept();
    eraseEvent(message, QueueFixture.ACCOUNT);

    assertThat(eraseEvent(message, QueueFixture.ACCOUNT)).isTrue();

    assertThat(database.count("select count(*) from audit")).isEqualTo(1);
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
  }

  /** The erasure waits for the row of a delivery that the requeue moves to the other table. */
  @Test
  void deliveryThatIsRequeuedMeanwhileIsErasedToo() {
    List<LeasedDelivery> leased = accept();
    node.record(
        List.of(QueueFixture.succeeded(leased.get(0)), QueueFixture.exhausted(leased.get(1))));
    UUID requeued = leased.get(0).id();
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_REDELIVERED);
    RequeueRepository requeues =
        new RequeueRepository(database.database(), new AuditTrail(database.database()));

    CompletableFuture<Boolean> erasing =
        database.inTransaction(
            () -> {
              requeues.redeliver(leased.get(0).webhookId(), requeued, entry);
              CompletableFuture<Boolean> other =
                  CompletableFuture.supplyAsync(
                      () -> eraseDelivery(leased.get(0).webhookId(), requeued));
              await().until(database::hasBlockedTransaction);
              return other;
            });

    assertThat(erasing.join()).isTrue();
    assertThat(node.deliveries(DeliveryStatus.PENDING)).isZero();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }

  /** An import can bring a delivery of an event that is erased already. */
  @Test
  void erasingAgainReachesLaterDeliveries() {
    List<LeasedDelivery> leased = accept();
    node.record(
        List.of(QueueFixture.succeeded(leased.get(0)), QueueFixture.exhausted(leased.get(1))));
    database.execute("update event set body = ?", (Object) new byte[0]);

    assertThat(eraseEvent(message, QueueFixture.ACCOUNT)).isTrue();

    assertThat(database.count(ANSWERS)).isZero();
    assertThat(erased(webhook) + erased(other)).isEqualTo(2);
  }

  @Test
  void eventOfAnotherAccountStays() {
    accept();

    assertThat(eraseEvent(message, "account-2")).isFalse();
    assertThat(eraseEvent(UUID.randomUUID(), QueueFixture.ACCOUNT)).isFalse();

    assertThat(database.count(BODIES)).isEqualTo(1);
    assertThat(database.count("select count(*) from audit")).isZero();
  }

  @Test
  void deliveryIsErasedForItsWebhookAlone() {
    List<LeasedDelivery> leased = accept();
    node.record(
        List.of(QueueFixture.succeeded(leased.get(0)), QueueFixture.succeeded(leased.get(1))));
    LeasedDelivery erased = leased.get(0);

    assertThat(eraseDelivery(erased.webhookId(), erased.id())).isTrue();

    assertThat(erased(erased.webhookId())).isEqualTo(1);
    assertThat(erased(leased.get(1).webhookId())).isZero();
    assertThat(database.count(ANSWERS)).isEqualTo(1);
    assertThat(database.count(BODIES)).isEqualTo(1);
  }

  @Test
  void bodyGoesWithTheLastDeliveryThatShowsIt() {
    List<LeasedDelivery> leased = accept();
    LeasedDelivery first = leased.get(0);
    LeasedDelivery last = leased.get(1);
    node.record(List.of(QueueFixture.succeeded(first)));
    eraseDelivery(first.webhookId(), first.id());
    assertThat(database.count(BODIES)).isEqualTo(1);

    assertThat(eraseDelivery(last.webhookId(), last.id())).isTrue();

    assertThat(database.count(BODIES)).isZero();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }

  @Test
  void deliveryOfAnotherWebhookStays() {
    LeasedDelivery delivery = accept().get(0);
    UUID stranger = delivery.webhookId().equals(webhook) ? other : webhook;

    assertThat(eraseDelivery(stranger, delivery.id())).isFalse();

    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(2);
  }
}
