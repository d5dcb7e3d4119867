package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.TestAttempts;
import webhooks.domain.webhook.deactivation.FailuresReset;

/** The count of a webhook's consecutive failures. */
@OnEveryDatabase
class FailureStreaksTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  FailureStreaksTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  private List<LeasedDelivery> leased(int count) {
    database.execute("delete from delivery_pending");
    node.accept(count, CountedSlots.enough());
    node.makeDue();
    return node.claimDue(CountedSlots.enough(), 99).deliveries();
  }

  private static Outcome failed(LeasedDelivery delivery) {
    return QueueFixture.retry(delivery, Duration.ofHours(1));
  }

  /** Returns the outcome of an attempt that this node was too busy for. */
  private static Outcome excused(LeasedDelivery delivery) {
    return new Outcome(
        delivery, TestAttempts.ofBusyNode(), 1, DeliveryStatus.PENDING, Duration.ZERO);
  }

  private long failures(UUID of) {
    return database.count(
        "select coalesce(sum(failures), 0) from failure_streak where webhook_id = ?", of);
  }

  @Test
  void addsFailuresOverBatches() {
    List<LeasedDelivery> first = leased(2);
    node.record(List.of(failed(first.get(0)), failed(first.get(1))));
    database.execute("update failure_streak set since = current_timestamp - interval '9' hour");
    node.record(List.of(failed(leased(1).get(0))));

    assertThat(failures(webhook)).isEqualTo(3);
    assertThat(
            database.count(
                "select count(*) from failure_streak"
                    + " where since < current_timestamp - interval '8' hour"))
        .isEqualTo(1);
  }

  /** The latest ones to fail, without those that answered. */
  @Test
  void namesWebhooksWhoseLatestAttemptBroughtNoAnswer() {
    node.record(List.of(failed(leased(1).get(0))));
    assertThat(node.webhooks(queue -> queue.silentWebhooks(9))).containsExactly(webhook);
    assertThat(node.webhooks(queue -> queue.silentWebhooks(0))).isEmpty();

    node.record(List.of(QueueFixture.failed(leased(1).get(0), AttemptHeaders.NONE)));

    assertThat(node.webhooks(queue -> queue.silentWebhooks(9))).isEmpty();
  }

  @Test
  void keepsTheLatestFailure() {
    List<LeasedDelivery> batch = leased(3);
    node.record(
        List.of(failed(batch.get(0)), QueueFixture.failed(batch.get(1), AttemptHeaders.NONE)));
    String status = "last_error = 'status' and last_cause is null and last_status = 503";
    assertThat(latestAre(status)).isTrue();

    node.record(List.of(failed(batch.get(2))));
    String refused = "last_error = 'connect' and last_cause = 'refused' and last_status is null";
    assertThat(
            latestAre(
                refused + " and last_time = timestamp with time zone '2026-10-02 14:55:00.463+00'"))
        .isTrue();
  }

  private boolean latestAre(String condition) {
    return database.count("select count(*) from failure_streak where " + condition) == 1;
  }

  @Test
  void busyNodeIsNoFailure() {
    node.record(List.of(failed(leased(1).get(0))));

    node.record(List.of(excused(leased(1).get(0))));

    assertThat(failures(webhook)).isEqualTo(1);
  }

  @Test
  void endsWithASuccess() {
    node.record(List.of(failed(leased(1).get(0))));

    node.record(List.of(QueueFixture.succeeded(leased(1).get(0))));

    assertThat(database.count("select count(*) from failure_streak")).isZero();
  }

  @Test
  void endsWhenFailuresAreReset() {
    UUID other = node.webhook(true, 1);
    node.record(leased(1).stream().map(FailureStreaksTest::failed).toList());

    new FailureStreakReset(database.database()).reset(new FailuresReset(webhook));

    assertThat(failures(webhook)).isZero();
    assertThat(failures(other)).isEqualTo(1);
  }

  /** The change may have begun the streak again. */
  @Test
  void failuresBeforeAChangeOfTheWebhookDoNotCount() {
    LeasedDelivery delivery = leased(1).get(0);
    Outcome before =
        new Outcome(
            delivery, failed(delivery).attempt(), 42, DeliveryStatus.PENDING, Duration.ofHours(1));

    node.record(List.of(before));

    assertThat(failures(webhook)).isZero();
  }

  /** Another node may write the streak for as long as it likes. */
  @Test
  void recordingWaitsForNoStreak() {
    node.record(List.of(failed(leased(1).get(0))));
    List<LeasedDelivery> next = leased(1);

    int lost =
        database.inTransaction(
            () -> {
              try (Connection connection = database.database().connection();
                  PreparedStatement lock =
                      connection.prepareStatement("update failure_streak set failures = 9")) {
                lock.executeUpdate();
              }
              return CompletableFuture.supplyAsync(
                      () -> node.recordOnly(List.of(failed(next.get(0)))))
                  .get(10, TimeUnit.SECONDS);
            });

    assertThat(lost).isZero();
  }

  @Test
  void countsFailuresAfterTheLastSuccess() {
    node.record(List.of(failed(leased(1).get(0))));
    List<LeasedDelivery> batch = leased(4);

    node.record(
        List.of(
            failed(batch.get(0)),
            QueueFixture.succeeded(batch.get(1)),
            failed(batch.get(2)),
            failed(batch.get(3))));

    assertThat(failures(webhook)).isEqualTo(2);
  }

  @Test
  void countsEachWebhookSeparately() {
    UUID other = node.webhook(true, 1);
    List<LeasedDelivery> batch = leased(2);
    assertThat(batch).hasSize(4);

    node.record(
        batch.stream()
            .map(one -> one.webhookId().equals(webhook) ? failed(one) : QueueFixture.succeeded(one))
            .toList());

    assertThat(failures(webhook)).isEqualTo(2);
    assertThat(failures(other)).isZero();
  }

  @Test
  void reportsSteadyFailureAfterThreeDaysAndTwenty() {
    node.record(leased(19).stream().map(FailureStreaksTest::failed).toList());
    since("73");
    assertThat(node.deactivations.failing).isEmpty();

    node.record(List.of(failed(leased(1).get(0))));
    assertThat(node.deactivations.failing).containsExactly(webhook);

    node.deactivations.failing.clear();
    since("71");
    node.record(List.of(failed(leased(1).get(0))));
    assertThat(node.deactivations.failing).isEmpty();
  }

  /** A regression: a worker could look at the streak before the commit, and forget the report. */
  @Test
  void reportsSteadyFailureAfterTheCommit() {
    node.record(leased(19).stream().map(FailureStreaksTest::failed).toList());
    since("73");
    List<Long> seenByOthers = new ArrayList<>();
    node.deactivations.whenFailing =
        () -> seenByOthers.add(CompletableFuture.supplyAsync(() -> failures(webhook)).join());

    node.record(List.of(failed(leased(1).get(0))));

    assertThat(seenByOthers).containsExactly(20L);
  }

  /** A crash may lose the success that ended the streak. */
  @Test
  void aSuccessSinceTheBeginningIsNoSteadyFailure() {
    node.record(leased(19).stream().map(FailureStreaksTest::failed).toList());
    since("73");
    node.recordOnly(List.of(QueueFixture.succeeded(leased(1).get(0))));

    node.record(List.of(failed(leased(1).get(0))));

    assertThat(failures(webhook)).as("of a sum that was lost").isGreaterThanOrEqualTo(20);
    assertThat(node.deactivations.failing).isEmpty();
  }

  private void since(String hours) {
    database.execute(
        "update failure_streak set since = current_timestamp - interval '" + hours + "' hour");
  }

  @Test
  void reportsGoneReceiverWithWebhookVersion() {
    LeasedDelivery delivery = leased(1).get(0);
    Attempt attempt =
        new Attempt(
            Instant.EPOCH,
            Duration.ZERO,
            OptionalInt.of(410),
            Optional.of(AttemptError.STATUS),
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE,
            Optional.empty());

    node.record(List.of(new Outcome(delivery, attempt, 42, DeliveryStatus.PENDING, Duration.ZERO)));

    assertThat(node.deactivations.gone).containsExactly(Map.entry(webhook, 42L));
  }

  @Test
  void ignoresOutcomesOfALostLease() {
    LeasedDelivery late = leased(1).get(0);
    database.execute("update delivery_pending set lease = null");

    assertThat(node.record(List.of(failed(late)))).isEqualTo(1);

    assertThat(failures(webhook)).isZero();
  }
}
