package webhooks.domain.delivery.queue.requeue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.filter.LatestAttempt;
import webhooks.domain.delivery.filter.StatusCodes;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookRow;

/** Recoveries of some deliveries: by the latest attempt, and by the ids of events. */
@OnEveryDatabase
class RecoverySelectionTest {
  private static final Instant START =
      Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);
  private static final String TYPE = "iModels.changesReady.v1";

  private final TestDatabase database;
  private EventRows events;
  private QueueRows queue;
  private RequeueRepository requeues;
  private RecoveryRepository recoveries;
  private UUID webhook;
  private int made;

  RecoverySelectionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    events = new EventRows(database);
    queue = new QueueRows(database);
    requeues = new RequeueRepository(database.database());
    recoveries =
        new RecoveryRepository(database.database(), requeues, new AuditTrail(database.database()));
    webhook = new WebhookRow().with("activation", 1L).insertInto(database);
  }

  private UUID failed(DeliveryStatus status, Integer statusCode, String error) {
    EventRow event = EventRow.of(TYPE, START);
    UUID id = events.deliver(event, START.plusMillis(++made), webhook, status);
    queue.attempt(id, 1, 1, statusCode, error);
    return id;
  }

  private static RecoverySelection of(Optional<AttemptError> error, Optional<String> statusCode) {
    return new RecoverySelection(
        Optional.empty(), new LatestAttempt(error, statusCode.flatMap(StatusCodes::of)), List.of());
  }

  private static RecoverySelection of(List<UUID> messages) {
    return new RecoverySelection(Optional.empty(), LatestAttempt.ANY, messages);
  }

  private Recovery recovery(RecoverySelection selection) {
    return Recovery.of(
            webhook,
            Instant.EPOCH,
            START.plusSeconds(60),
            List.of(DeliveryStatus.PENDING, DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED),
            Ids.next())
        .of(selection)
        .withRetries(true);
  }

  /** Recovers in the background, as nodes do, and returns the number. */
  private long recover(RecoverySelection selection) {
    Recovery recovery = recovery(selection);
    long counted = count(recovery);
    AuditEntry entry =
        new AuditEntry(
            recovery.auditId(),
            AuditAction.DELIVERIES_RECOVERED,
            new Actor("client", Optional.empty()),
            Optional.empty(),
            Optional.of(webhook),
            Optional.empty(),
            Optional.empty());
    database.inTransaction(
        () -> {
          recoveries.add(recovery, entry);
          return null;
        });
    assertThat(recoveries.find(webhook)).contains(recovery);
    while (database.inTransaction(() -> recoveries.continueOf(webhook))) {
      // Until it is finished.
    }
    long recovered = recoveries.find(webhook).orElseThrow().recovered();
    assertThat(counted).as("counted before").isEqualTo(recovered);
    assertThat(database.count("select count(*) from recovery where message_ids is not null"))
        .isZero();
    return recovered;
  }

  private long count(Recovery recovery) {
    Recovery reached = recovery;
    while (!reached.isFinished()) {
      Recovery before = reached;
      reached = before.after(database.inTransaction(() -> requeues.preview(before)));
    }
    return reached.recovered();
  }

  private Set<UUID> finished() {
    return database.ids("select id from delivery_finished");
  }

  @Test
  void takesDeliveriesWithTheStatus() {
    failed(DeliveryStatus.EXHAUSTED, 503, "status");
    failed(DeliveryStatus.CANCELLED, 500, "status");
    UUID notFound = failed(DeliveryStatus.EXHAUSTED, 404, "status");
    UUID none = failed(DeliveryStatus.EXHAUSTED, null, "tls");

    assertThat(recover(of(Optional.empty(), Optional.of("503")))).isEqualTo(1);
    assertThat(recover(of(Optional.empty(), Optional.of("5xx")))).isEqualTo(1);
    assertThat(finished()).containsExactlyInAnyOrder(notFound, none);
  }

  @Test
  void takesDeliveriesWithTheError() {
    UUID refused = failed(DeliveryStatus.EXHAUSTED, 503, "status");
    failed(DeliveryStatus.EXHAUSTED, null, "tls");
    UUID later = failed(DeliveryStatus.EXHAUSTED, null, "tls");
    database.execute("update delivery_finished set attempts = 2 where id = ?", later);
    queue.attempt(later, 2, 1, null, "timeout");

    assertThat(recover(of(Optional.of(AttemptError.TLS), Optional.empty()))).isEqualTo(1);
    assertThat(finished()).containsExactlyInAnyOrder(refused, later);
  }

  @Test
  void leavesLeasedDeliveriesAlone() {
    UUID waiting = failed(DeliveryStatus.PENDING, 503, "status");
    UUID leased = failed(DeliveryStatus.PENDING, 503, "status");
    UUID other = failed(DeliveryStatus.PENDING, null, "dns");
    database.execute("update delivery_pending set due_at = current_timestamp + interval '5' hour");
    database.execute("update delivery_pending set lease = ? where id = ?", Ids.next(), leased);

    assertThat(recover(of(Optional.empty(), Optional.of("5xx")))).isEqualTo(1);
    assertThat(
            database.count(
                "select count(*) from delivery_pending where due_at is null and id = ?", waiting))
        .isOne();
    assertThat(
            database.count(
                "select count(*) from delivery_pending where due_at is not null"
                    + " and attempts_before = 0 and id in (?, ?)",
                leased,
                other))
        .isEqualTo(2);
  }

  @Test
  void takesDeliveriesOfTheEvents() {
    EventRow wanted = EventRow.of(TYPE, START);
    events.deliver(wanted, START.minus(Duration.ofDays(3)), webhook, DeliveryStatus.EXHAUSTED);
    events.deliver(wanted, START, webhook, DeliveryStatus.CANCELLED);
    UUID succeeded = events.deliver(wanted, START, webhook, DeliveryStatus.SUCCEEDED);
    UUID foreign = new WebhookRow().insertInto(database);
    UUID ofOther = events.deliver(wanted, START, foreign, DeliveryStatus.EXHAUSTED);
    UUID other = failed(DeliveryStatus.EXHAUSTED, 503, "status");

    assertThat(recover(of(List.of(wanted.messageId(), UUID.randomUUID())))).isEqualTo(2);
    assertThat(finished()).containsExactlyInAnyOrder(succeeded, ofOther, other);
  }

  @Test
  void takesManyEventsInSteps() {
    List<UUID> messages = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      messages.add(UUID.randomUUID());
    }
    events.deliverAll(messages.subList(0, 240), START, webhook, DeliveryStatus.EXHAUSTED);
    events.deliverAll(messages.subList(240, 250), START, webhook, DeliveryStatus.CANCELLED);
    events.deliverAll(List.of(UUID.randomUUID()), START, webhook, DeliveryStatus.EXHAUSTED);

    assertThat(recover(of(messages))).isEqualTo(250);
    assertThat(finished()).hasSize(1);
  }

  @Test
  void erasedPayloadsAreNotCounted() {
    UUID erased = failed(DeliveryStatus.EXHAUSTED, 503, "status");
    failed(DeliveryStatus.EXHAUSTED, 503, "status");
    database.execute("update delivery_finished set payload_erased = true where id = ?", erased);

    assertThat(recover(of(Optional.empty(), Optional.of("503")))).isEqualTo(1);
    assertThat(recoveries.find(webhook).orElseThrow().erased()).isEqualTo(1);
  }

  @Test
  void onlyOldSelectionsAreKnownToEarlierVersions() {
    assertThat(RecoverySelection.ofType(Optional.of(TYPE)).isNew()).isFalse();
    assertThat(of(List.of(UUID.randomUUID())).isNew()).isTrue();
    assertThat(of(Optional.of(AttemptError.DNS), Optional.empty()).isNew()).isTrue();
  }
}
