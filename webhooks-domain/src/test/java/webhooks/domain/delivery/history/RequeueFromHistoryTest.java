package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** Redeliveries and recoveries of deliveries of the history. */
@OnEveryDatabase
class RequeueFromHistoryTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.123456Z");

  private final TestDatabase database;
  private HistoryRows rows;
  private UUID webhook;
  private RequeueRepository requeues;

  RequeueFromHistoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    webhook = rows.webhook();
    requeues = new RequeueRepository(database.database(), new AuditTrail(database.database()));
  }

  private void redeliver(UUID id) {
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_REDELIVERED);
    database.inTransaction(() -> requeues.redeliver(webhook, id, entry));
  }

  private UUID delivery(DeliveryStatus status, Instant created) {
    return rows.delivery(webhook, status, created, HistoryRows.TYPE);
  }

  @Test
  void redeliveryIsDueInTheCurrentActivation() {
    UUID id = delivery(DeliveryStatus.CANCELLED, START);

    redeliver(id);

    assertThat(
            database.count(
                "select count(*) from delivery where id = ? and status = 0 and activation = 7"
                    + " and attempts = 3 and attempts_before = 3"
                    + " and due_at <= current_timestamp",
                id))
        .isEqualTo(1);
  }

  @Test
  void redeliveryInFlightKeepsItsLease() {
    UUID id = delivery(DeliveryStatus.PENDING, START);
    UUID lease = UUID.randomUUID();
    database.execute("update delivery_pending set lease = ? where id = ?", lease, id);

    redeliver(id);

    assertThat(
            database.count(
                "select count(*) from delivery where id = ? and lease = ? and activation = 7 and"
                    + " attempts_before = -1 and redeliveries = 1 and due_at is null",
                id,
                lease))
        .isEqualTo(1);
  }

  @Test
  void recoveryRequeuesMatchingDeliveriesInSteps() {
    List<Instant> times = IntStream.range(0, 2300).mapToObj(i -> START.plusMillis(i / 3)).toList();
    rows.deliveries(webhook, DeliveryStatus.EXHAUSTED, times, HistoryRows.TYPE);
    delivery(DeliveryStatus.EXHAUSTED, START.minusMillis(1));
    delivery(DeliveryStatus.EXHAUSTED, START.plusSeconds(60));
    delivery(DeliveryStatus.CANCELLED, START);
    delivery(DeliveryStatus.SUCCEEDED, START);
    rows.delivery(UUID.randomUUID(), DeliveryStatus.EXHAUSTED, START, HistoryRows.TYPE);

    int steps = 0;
    Recovery recovery = recovery(DeliveryStatus.EXHAUSTED);
    while (!recovery.isFinished()) {
      recovery = recovery.after(requeues.recover(recovery));
      steps++;
    }

    assertThat(recovery.recovered()).isEqualTo(2300);
    assertThat(steps).isEqualTo(3);
    assertThat(
            database.count(
                "select count(*) from delivery where status = 0 and due_at is null"
                    + " and activation = 7 and attempts_before = 3"))
        .isEqualTo(2300);
    assertThat(database.count("select count(*) from delivery where status = 2")).isEqualTo(3);
  }

  private Recovery recovery(DeliveryStatus status) {
    return Recovery.of(webhook, START, START.plusSeconds(60), List.of(status), UUID.randomUUID());
  }

  @Test
  void recoveryOfPendingRequeuesEndedActivations() {
    UUID ended = delivery(DeliveryStatus.PENDING, START);
    UUID current = delivery(DeliveryStatus.PENDING, START);
    UUID sent = delivery(DeliveryStatus.PENDING, START);
    database.execute("update delivery_pending set activation = 7 where id = ?", current);
    database.execute("update delivery_pending set lease = ? where id = ?", UUID.randomUUID(), sent);

    RequeueRepository.RecoveryStep first = requeues.recover(recovery(DeliveryStatus.PENDING));
    RequeueRepository.RecoveryStep again = requeues.recover(recovery(DeliveryStatus.PENDING));

    assertThat(first.count()).isEqualTo(2);
    assertThat(again.count()).isZero();
    assertThat(
            database.count(
                "select count(*) from delivery where id = ? and activation = 7"
                    + " and due_at is null and attempts_before = attempts",
                ended))
        .isEqualTo(1);
    assertThat(
            database.count(
                "select count(*) from delivery where id = ? and activation = 7"
                    + " and lease is not null and attempts_before = -1"
                    + " and redeliveries = 1",
                sent))
        .isEqualTo(1);
  }

  @Test
  void usesTheDatabasesTime() {
    assertThat(requeues.now())
        .isBetween(OffsetDateTime.now().minusMinutes(1).toInstant(), Instant.now().plusSeconds(60));
  }
}
