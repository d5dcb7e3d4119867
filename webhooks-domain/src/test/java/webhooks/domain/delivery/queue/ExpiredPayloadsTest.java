package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads.Sweep;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.WebhookRow;

/** Payloads whose time is over: nobody sees them, nobody sends them again, and nodes erase them. */
@OnEveryDatabase
class ExpiredPayloadsTest {
  private static final String BODIES = "select count(*) from event where octet_length(body) > 0";
  private static final String ERASED =
      "select count(*) from delivery_finished where payload_erased and excerpt is null";

  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;
  private ExpiredPayloads payloads;

  ExpiredPayloadsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
    payloads = new ExpiredPayloads(database.database());
  }

  private void keepPayloads(String duration) {
    OptionsRepository options =
        new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
    database.inTransaction(
        () -> {
          options.put(
              webhook,
              QueueFixture.ACCOUNT,
              OptionRules.options("{'retention': {'payload': '" + duration + "'}}"),
              Instant.now());
          return null;
        });
  }

  private LeasedDelivery accept() {
    return node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
  }

  /** Moves the end of all deliveries to the past. */
  private void age(Duration by) {
    String past = "- " + by.toSeconds() + " * interval '1' second";
    database.execute("update delivery_finished set started = started " + past);
    database.execute("update attempt set started = current_timestamp " + past);
    database.execute("update delivery_finished set created = created " + past);
    database.execute("update delivery_pending set created = created " + past);
  }

  private boolean isShown(LeasedDelivery delivery) {
    return new DeliveryHistoryRepository(database.database())
        .find(webhook, delivery.id())
        .orElseThrow()
        .body()
        .isPresent();
  }

  /** Sweeps all webhooks that are due, and returns how many there were. */
  private int sweep() {
    int webhooks = 0;
    Optional<Sweep> taken = database.inTransaction(payloads::takeNext);
    while (taken.isPresent()) {
      webhooks++;
      Sweep sweep = taken.get();
      while (!sweep.isFinished()) {
        Sweep before = sweep;
        sweep = database.inTransaction(() -> payloads.next(before));
      }
      taken = database.inTransaction(payloads::takeNext);
    }
    return webhooks;
  }

  private boolean redeliver(LeasedDelivery delivery) {
    RequeueRepository requeues =
        new RequeueRepository(database.database(), new AuditTrail(database.database()));
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_REDELIVERED);
    return database.inTransaction(() -> requeues.redeliver(webhook, delivery.id(), entry));
  }

  private void makeSweepDue() {
    database.execute("update webhook_options set payload_due = current_timestamp");
  }

  @Test
  void payloadOfNoTimeIsHiddenAtOnce() {
    keepPayloads("PT0S");
    LeasedDelivery delivery = accept();
    assertThat(isShown(delivery)).isTrue();

    node.record(List.of(QueueFixture.succeeded(delivery)));

    assertThat(isShown(delivery)).isFalse();
    assertThat(redeliver(delivery)).isFalse();
    assertThat(sweep()).isEqualTo(1);
    assertThat(database.count(ERASED)).isEqualTo(1);
    assertThat(database.count(BODIES)).isZero();
    assertThat(sweep()).isZero();
  }

  @Test
  void payloadIsShownUntilItsTimeIsOver() {
    keepPayloads("PT1H");
    LeasedDelivery succeeded = accept();
    LeasedDelivery exhausted = accept();
    node.record(List.of(QueueFixture.succeeded(succeeded), QueueFixture.exhausted(exhausted)));
    database.execute("update delivery_finished set started = current_timestamp where status = 1");
    database.execute("update attempt set started = current_timestamp");
    age(Duration.ofMinutes(59));
    // Both were pending for a long time.
    database.execute("update delivery_finished set created = created - interval '1' day");
    sweep();

    assertThat(isShown(succeeded)).isTrue();
    assertThat(isShown(exhausted)).isTrue();
    assertThat(database.count(ERASED)).isZero();

    database.execute("update attempt set started = started - interval '2' minute");
    database.execute("update delivery_finished set started = started - interval '2' minute");
    makeSweepDue();
    sweep();

    assertThat(isShown(succeeded)).isFalse();
    assertThat(isShown(exhausted)).isFalse();
    assertThat(database.count(ERASED)).isEqualTo(2);
    assertThat(database.count("select count(*) from attempt where excerpt is not null")).isZero();
  }

  @Test
  void otherWebhooksKeepTheEventsPayload() {
    keepPayloads("PT0S");
    UUID other = node.webhook(true, 1);
    List<LeasedDelivery> leased =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries();
    leased.forEach(one -> node.record(List.of(QueueFixture.succeeded(one))));

    sweep();

    assertThat(database.count(ERASED + " and webhook_id = ?", webhook)).isEqualTo(1);
    assertThat(database.count(ERASED + " and webhook_id = ?", other)).isZero();
    assertThat(database.count(BODIES)).isEqualTo(1);
  }

  /** The delivery is older than the beginning of the next sweep would be without it. */
  @Test
  void pendingDeliveryIsErasedAfterItsEnd() {
    keepPayloads("PT0S");
    LeasedDelivery pending = accept();
    node.record(List.of(QueueFixture.succeeded(accept())));
    age(Duration.ofHours(1));
    sweep();
    assertThat(database.count(ERASED)).isEqualTo(1);

    node.record(List.of(QueueFixture.succeeded(pending)));
    makeSweepDue();
    sweep();

    assertThat(database.count(ERASED)).isEqualTo(2);
  }

  @Test
  void redeliveredDeliveryIsErasedAfterItsEnd() {
    keepPayloads("PT1H");
    LeasedDelivery old = accept();
    node.record(List.of(QueueFixture.exhausted(old)));
    database.execute("update delivery_finished set created = current_timestamp - interval '1' day");
    database.execute("update attempt set started = current_timestamp");
    database.execute(
        "update webhook_options set payload_swept = current_timestamp, payload_due ="
            + " current_timestamp + interval '1' hour");

    assertThat(redeliver(old)).isTrue();

    assertThat(database.count("select count(*) from webhook_options where payload_swept is null"))
        .isEqualTo(1);
    assertThat(sweep()).isEqualTo(1);
  }

  @Test
  void recoveryCountsDeliveriesWithoutPayload() {
    LeasedDelivery erased = accept();
    LeasedDelivery whole = accept();
    node.record(List.of(QueueFixture.exhausted(erased), QueueFixture.exhausted(whole)));
    database.execute(
        "update delivery_finished set payload_erased = true where id = ?", erased.id());
    RequeueRepository requeues = new RequeueRepository(database.database());
    Instant now = database.inTransaction(requeues::now);
    Recovery recovery =
        Recovery.of(
            webhook,
            now.minusSeconds(3600),
            now.plusSeconds(60),
            List.of(DeliveryStatus.EXHAUSTED),
            UUID.randomUUID());

    Recovery done = recovery.after(database.inTransaction(() -> requeues.recover(recovery)));

    assertThat(done.recovered()).isEqualTo(1);
    assertThat(done.erased()).isEqualTo(1);
    assertThat(done.isFinished()).isTrue();
    assertThat(redeliver(erased)).isFalse();
    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(1);
  }

  @Test
  void webhookWithoutTimeIsNotSwept() {
    node.record(List.of(QueueFixture.succeeded(accept())));
    keepPayloads("P14D");
    database.execute("update webhook_options set payload_seconds = null");

    assertThat(sweep()).isZero();
    assertThat(database.count(BODIES)).isEqualTo(1);
  }
}
