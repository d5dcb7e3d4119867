package webhooks.domain.delivery.queue.requeue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookRow;

/** Recoveries that are continued in the background. */
@OnEveryDatabase
class RecoveryRepositoryTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00Z");

  private final TestDatabase database;
  private RecoveryRepository recoveries;
  private UUID webhook;

  RecoveryRepositoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    recoveries =
        new RecoveryRepository(
            database.database(),
            new RequeueRepository(database.database()),
            new AuditTrail(database.database()));
    webhook = new WebhookRow().insertInto(database);
  }

  private void deliveries(DeliveryStatus status, int count) {
    List<QueueRows.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new QueueRows.Row(
              Ids.next(),
              UUID.randomUUID(),
              webhook,
              status,
              3,
              START.plusMillis(i).atOffset(ZoneOffset.UTC)));
    }
    new QueueRows(database).deliveries(rows);
  }

  private Recovery recovery() {
    return recovery(webhook);
  }

  private Recovery recovery(UUID webhookId) {
    return Recovery.of(
        webhookId,
        START,
        START.plus(1, ChronoUnit.DAYS),
        List.of(DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED),
        Ids.next());
  }

  private void add(Recovery recovery) {
    AuditEntry entry =
        new AuditEntry(
            recovery.auditId(),
            AuditAction.DELIVERIES_RECOVERED,
            new Actor("client", Optional.empty()),
            Optional.empty(),
            Optional.of(recovery.webhookId()),
            Optional.empty(),
            Optional.empty());
    database.inTransaction(
        () -> {
          recoveries.add(recovery, entry);
          return null;
        });
  }

  private boolean continueNext() {
    return database
        .inTransaction(recoveries::takeNext)
        .filter(taken -> database.inTransaction(() -> recoveries.continueOf(taken)))
        .isPresent();
  }

  private long pending() {
    return database.count("select count(*) from delivery where status = 0");
  }

  @Test
  void continuesUntilAllAreRequeued() {
    deliveries(DeliveryStatus.EXHAUSTED, 2300);
    deliveries(DeliveryStatus.CANCELLED, 700);
    Recovery first = recovery();
    add(first);
    assertThat(database.inTransaction(() -> recoveries.step(first)).recovered()).isEqualTo(1000);

    int steps = 0;
    while (continueNext()) {
      steps++;
      Recovery now = recoveries.find(webhook).orElseThrow();
      assertThat(now.recovered()).isEqualTo(pending());
    }

    assertThat(steps).isEqualTo(3);
    assertThat(pending()).isEqualTo(3000);
    Recovery last = recoveries.find(webhook).orElseThrow();
    assertThat(last.isFinished()).isTrue();
    assertThat(last.recovered()).isEqualTo(3000);
    assertThat(
            database.count(
                "select count(*) from audit where id = ? and detail = 'count=3000'",
                first.auditId()))
        .isOne();
  }

  @Test
  void recoversOneTypeAmongOthersInTheBackground() {
    deliveries(DeliveryStatus.EXHAUSTED, 2300);
    database.execute(
        "insert into event (id, message_id, account_id, occurrence, event_type, itwin_id, body,"
            + " created) select event_id, event_id, 'account', 0, 'wanted', 'account', ?, created"
            + " from delivery"
            + " where created >= cast(? as timestamp with time zone)",
        new byte[0],
        START.plusMillis(1500).toString());
    add(recovery().of(RecoverySelection.ofType(Optional.of("wanted"))));

    while (continueNext()) {
      // Until it is finished.
    }

    assertThat(pending()).isEqualTo(800);
    assertThat(recoveries.find(webhook).orElseThrow().recovered()).isEqualTo(800);
  }

  @Test
  void continuesWithRetries() {
    deliveries(DeliveryStatus.PENDING, 1500);
    database.execute(
        "update delivery_pending set activation = 7, due_at = current_timestamp + interval '5' hour");
    database.execute("update webhook set activation = 7 where id = ?", webhook);
    Recovery all =
        Recovery.of(
                webhook,
                START,
                START.plus(1, ChronoUnit.DAYS),
                List.of(DeliveryStatus.PENDING),
                Ids.next())
            .withRetries(true);
    add(all);
    assertThat(recoveries.find(webhook)).contains(all);

    while (continueNext()) {
      // Until it is finished.
    }

    assertThat(recoveries.find(webhook).orElseThrow().recovered()).isEqualTo(1500);
    assertThat(database.count("select count(*) from delivery where due_at is null"))
        .isEqualTo(1500);
    assertThat(database.count("select count(*) from recovery where statuses = ''")).isOne();
  }

  @Test
  void stepOfTheRequestFollowsThoseOfOtherNodes() {
    deliveries(DeliveryStatus.EXHAUSTED, 2300);
    Recovery first = recovery();
    add(first);
    assertThat(continueNext()).isTrue();

    Recovery second = database.inTransaction(() -> recoveries.step(first));

    assertThat(second.recovered()).isEqualTo(2000);
    assertThat(pending()).isEqualTo(2000);
    while (continueNext()) {
      // Until it is finished.
    }
    Recovery last = database.inTransaction(() -> recoveries.step(second));
    assertThat(last.isFinished()).isTrue();
    assertThat(last.recovered()).isEqualTo(2300);
  }

  @Test
  void stepOfAReplacedRecoveryChangesNothing() {
    Recovery replaced = recovery();
    add(replaced);
    while (continueNext()) {
      // Until it is finished.
    }
    deliveries(DeliveryStatus.EXHAUSTED, 10);
    add(recovery());

    assertThat(database.inTransaction(() -> recoveries.step(replaced)).isFinished()).isTrue();

    assertThat(pending()).isZero();
  }

  @Test
  void endsWhenTheWebhookIsInactive() {
    deliveries(DeliveryStatus.EXHAUSTED, 10);
    add(recovery());
    database.execute("update webhook set active = false");

    assertThat(continueNext()).isTrue();

    assertThat(continueNext()).isFalse();
    assertThat(pending()).isZero();
    assertThat(recoveries.find(webhook).orElseThrow().isFinished()).isTrue();
  }

  @Test
  void recoveryWhoseStepsFailDoesNotKeepOthersWaiting() {
    UUID other = new WebhookRow().insertInto(database);
    for (Recovery one : List.of(recovery(), recovery(other))) {
      add(one);
    }

    UUID first = database.inTransaction(recoveries::takeNext).orElseThrow();
    // The step of the first one fails and changes nothing.
    UUID second = database.inTransaction(recoveries::takeNext).orElseThrow();

    assertThat(List.of(first, second)).containsExactlyInAnyOrder(webhook, other);
  }

  /** Two requests at the same time find no unfinished recovery, and both try to keep theirs. */
  @Test
  void secondUnfinishedRecoveryIsRefused() {
    deliveries(DeliveryStatus.EXHAUSTED, 10);
    add(recovery());

    assertThatThrownBy(() -> add(recovery()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));

    assertThat(continueNext()).isTrue();
    assertThat(pending()).isEqualTo(10);
  }

  @Test
  void finishedRecoveryIsReplaced() {
    for (int i = 0; i < 2; i++) {
      add(recovery());
      while (continueNext()) {
        // Until it is finished.
      }
    }

    assertThat(database.count("select count(*) from recovery")).isOne();
  }
}
