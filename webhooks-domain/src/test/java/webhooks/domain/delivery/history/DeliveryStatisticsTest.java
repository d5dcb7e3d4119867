package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** The figures of a webhook's statistics. */
@OnEveryDatabase
class DeliveryStatisticsTest {
  private final TestDatabase database;
  private HistoryRows rows;
  private UUID webhook;
  private Instant now;

  DeliveryStatisticsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    webhook = rows.webhook();
    now = new RequeueRepository(database.database()).now();
  }

  private UUID delivery(DeliveryStatus status, long secondsAgo) {
    return rows.delivery(webhook, status, now.minusSeconds(secondsAgo), HistoryRows.TYPE);
  }

  private DeliveryStatistics statistics(StatisticsWindow window) {
    return new DeliveryStatisticsRepository(database.database()).of(webhook, window);
  }

  @Test
  void countsDeliveriesByStatusInTheWindow() {
    delivery(DeliveryStatus.SUCCEEDED, 60);
    delivery(DeliveryStatus.SUCCEEDED, 3500);
    delivery(DeliveryStatus.SUCCEEDED, 3700);
    delivery(DeliveryStatus.EXHAUSTED, 60);
    delivery(DeliveryStatus.CANCELLED, 90_000);
    rows.delivery(UUID.randomUUID(), DeliveryStatus.PENDING, now, HistoryRows.TYPE);

    assertThat(statistics(StatisticsWindow.HOUR).deliveries())
        .containsExactly(
            Map.entry(DeliveryStatus.PENDING, 0L),
            Map.entry(DeliveryStatus.SUCCEEDED, 2L),
            Map.entry(DeliveryStatus.EXHAUSTED, 1L),
            Map.entry(DeliveryStatus.CANCELLED, 0L));
    assertThat(statistics(StatisticsWindow.DAY).deliveries())
        .containsEntry(DeliveryStatus.SUCCEEDED, 3L)
        .containsEntry(DeliveryStatus.CANCELLED, 0L);
  }

  @Test
  void countsUpToABound() {
    int max = DeliveryStatisticsRepository.MAX_COUNTED;
    rows.deliveries(
        webhook, DeliveryStatus.SUCCEEDED, Collections.nCopies(max, now), HistoryRows.TYPE);
    assertThat(statistics(StatisticsWindow.HOUR).complete()).isTrue();

    delivery(DeliveryStatus.SUCCEEDED, 60);
    DeliveryStatistics statistics = statistics(StatisticsWindow.HOUR);

    assertThat(statistics.complete()).isFalse();
    assertThat(statistics.deliveries()).containsEntry(DeliveryStatus.SUCCEEDED, (long) max);
  }

  @Test
  void showsOldestPendingOfAnyAge() {
    delivery(DeliveryStatus.PENDING, 60);
    delivery(DeliveryStatus.PENDING, 90_000);
    delivery(DeliveryStatus.SUCCEEDED, 95_000);
    database.execute("update delivery_pending set activation = 7");
    delivery(DeliveryStatus.PENDING, 97_000);

    assertThat(statistics(StatisticsWindow.HOUR).oldestPending())
        .as("without what a deactivation ended")
        .contains(now.minusSeconds(90_000));
  }

  @Test
  void showsFailuresAndDeactivationReason() {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account', 7, current_timestamp)",
        webhook);
    database.execute("update webhook set deactivation_reason = 'gone'");

    assertThat(statistics(StatisticsWindow.HOUR).consecutiveFailures()).isEqualTo(7);
    assertThat(statistics(StatisticsWindow.HOUR).deactivationReason()).contains("gone");
  }

  @Test
  void countsUndeliveredWhileInactive() {
    delivery(DeliveryStatus.PENDING, 500);
    delivery(DeliveryStatus.CANCELLED, 400);
    delivery(DeliveryStatus.EXHAUSTED, 600);
    database.execute("update delivery_pending set activation = 7");
    database.execute("update delivery_finished set activation = 7");
    delivery(DeliveryStatus.CANCELLED, 900);
    assertThat(statistics(StatisticsWindow.HOUR).undelivered()).isEmpty();

    database.execute("update webhook set active = false");

    assertThat(statistics(StatisticsWindow.HOUR).undelivered())
        .contains(new DeliveryStatistics.Undelivered(2, now.minusSeconds(500)));
  }

  @Test
  void countsABoundedNumberOfUndelivered() {
    Instant oldest = now.minusSeconds(3600);
    List<Instant> times =
        IntStream.range(0, DeliveryStatisticsRepository.MAX_COUNTED + 50)
            .mapToObj(oldest::plusMillis)
            .toList();
    rows.deliveries(webhook, DeliveryStatus.CANCELLED, times, HistoryRows.TYPE);
    database.execute("update delivery_finished set activation = 7");
    database.execute("update webhook set active = false");

    assertThat(statistics(StatisticsWindow.HOUR).undelivered())
        .contains(
            new DeliveryStatistics.Undelivered(DeliveryStatisticsRepository.MAX_COUNTED, oldest));
  }

  @Test
  void showsTheProgressOfARecovery() {
    assertThat(statistics(StatisticsWindow.HOUR).recovery()).isEmpty();

    database.execute(
        "insert into recovery (webhook_id, account_id, period_start, period_end, statuses, after_time, after_id,"
            + " recovered, finished, updated, audit_id) values (?, 'account', current_timestamp,"
            + " current_timestamp, '2', current_timestamp, ?, 1000, false, current_timestamp, ?)",
        webhook,
        UUID.randomUUID(),
        UUID.randomUUID());

    assertThat(statistics(StatisticsWindow.HOUR).recovery())
        .contains(new RecoveryProgress(1000, 0, false));
  }

  @Test
  void measuresLatencyInTheWindow() {
    for (int i = 1; i <= 100; i++) {
      rows.attempt(delivery(DeliveryStatus.values()[i % 4], i), 1, i);
    }
    rows.attempt(delivery(DeliveryStatus.SUCCEEDED, 4000), 1, 9999);

    DeliveryStatistics.Latency latency = statistics(StatisticsWindow.HOUR).latency().orElseThrow();

    assertThat(latency.median()).hasMillis(50);
    assertThat(latency.percentile95()).hasMillis(95);
  }

  @Test
  void countsTheEventsThatFiltersDropped() {
    assertThat(statistics(StatisticsWindow.HOUR).filtered()).isZero();
    database.execute(
        "insert into filtered_events (webhook_id, period, events) select ?,"
            + " cast(floor(extract(epoch from current_timestamp) / 600) as bigint) - ago, events"
            + " from (values (0, 3), (100, 4)) as counts(ago, events)",
        webhook);

    assertThat(statistics(StatisticsWindow.HOUR).filtered()).isEqualTo(3);
    assertThat(statistics(StatisticsWindow.DAY).filtered()).isEqualTo(7);
  }

  private void throttle(String rate) {
    database.execute("delete from webhook_throttle");
    database.execute("update webhook set throttled = true where id = ?", webhook);
    database.execute(
        "insert into webhook_throttle (webhook_id, account_id, requests_per_second, next_at, leased)"
            + " select id, account_id, "
            + rate
            + ", current_timestamp, cast(? as uuid array) from webhook where id = ?",
        new UUID[0],
        webhook);
  }

  @Test
  void estimatesTheEndOfThrottledBacklog() {
    throttle("0.5");
    assertThat(statistics(StatisticsWindow.HOUR).drainsAt()).as("no backlog").isEmpty();

    delivery(DeliveryStatus.PENDING, 60);
    delivery(DeliveryStatus.PENDING, 90_000);
    database.execute("update delivery_pending set activation = 7");

    assertThat(statistics(StatisticsWindow.HOUR).drainsAt().orElseThrow())
        .isBetween(now.plusSeconds(4), now.plusSeconds(30));
    throttle("null");
    assertThat(statistics(StatisticsWindow.HOUR).drainsAt()).as("no rate").isEmpty();
    database.execute("update webhook set throttled = false where id = ?", webhook);
    assertThat(statistics(StatisticsWindow.HOUR).drainsAt()).isEmpty();
  }

  @Test
  void isEmptyWithoutDeliveries() {
    DeliveryStatistics none = statistics(StatisticsWindow.DAY);

    assertThat(none.deliveries().values()).containsOnly(0L);
    assertThat(none.latency()).isEmpty();
    assertThat(none.oldestPending()).isEmpty();
    assertThat(none.consecutiveFailures()).isZero();
    assertThat(none.deactivationReason()).isEmpty();
    assertThat(none.undelivered()).isEmpty();
    assertThat(none.drainsAt()).isEmpty();
  }
}
