package webhooks.domain.delivery.history.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** The figures of many webhooks at once. */
@OnEveryDatabase
class WebhookFiguresTest {
  private final TestDatabase database;
  private HistoryRows rows;
  private UUID webhook;
  private UUID other;
  private Instant now;

  WebhookFiguresTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    webhook = rows.webhook();
    other = rows.webhook();
    now = new RequeueRepository(database.database()).now();
  }

  private UUID delivery(UUID of, DeliveryStatus status, long secondsAgo) {
    return rows.delivery(of, status, now.minusSeconds(secondsAgo), HistoryRows.TYPE);
  }

  private Map<UUID, WebhookFigures> figures(StatisticsWindow window) {
    return database.inTransaction(
        () ->
            new WebhookFiguresRepository(database.database()).of(List.of(webhook, other), window));
  }

  @Test
  void countsEachWebhookInTheWindow() {
    delivery(webhook, DeliveryStatus.SUCCEEDED, 60);
    delivery(webhook, DeliveryStatus.SUCCEEDED, 3500);
    delivery(webhook, DeliveryStatus.SUCCEEDED, 3700);
    delivery(webhook, DeliveryStatus.EXHAUSTED, 60);
    delivery(other, DeliveryStatus.CANCELLED, 90_000);
    delivery(other, DeliveryStatus.PENDING, 80_000);
    delivery(UUID.randomUUID(), DeliveryStatus.PENDING, 60);

    Map<UUID, WebhookFigures> hour = figures(StatisticsWindow.HOUR);
    assertThat(hour).containsOnlyKeys(webhook, other);
    assertThat(hour.get(webhook).deliveries())
        .containsExactly(
            Map.entry(DeliveryStatus.PENDING, 0L),
            Map.entry(DeliveryStatus.SUCCEEDED, 2L),
            Map.entry(DeliveryStatus.EXHAUSTED, 1L),
            Map.entry(DeliveryStatus.CANCELLED, 0L));
    assertThat(hour.get(other).deliveries().values()).containsOnly(0L);
    Map<UUID, WebhookFigures> day = figures(StatisticsWindow.DAY);
    assertThat(day.get(webhook).deliveries()).containsEntry(DeliveryStatus.SUCCEEDED, 3L);
    assertThat(day.get(other).deliveries()).containsEntry(DeliveryStatus.PENDING, 1L);
    assertThat(day.get(webhook).countedSince()).isEmpty();
  }

  @Test
  void putsDeliveriesIntoBuckets() {
    delivery(webhook, DeliveryStatus.SUCCEEDED, 0);
    delivery(webhook, DeliveryStatus.SUCCEEDED, 2 * 3600);

    List<DeliveryTimeline.Bucket> buckets = figures(StatisticsWindow.DAY).get(webhook).buckets();

    assertThat(buckets).hasSize(24);
    assertThat(buckets.get(23).deliveries()).containsEntry(DeliveryStatus.SUCCEEDED, 1L);
    assertThat(buckets.get(22).deliveries()).containsEntry(DeliveryStatus.SUCCEEDED, 0L);
    assertThat(buckets.get(21).deliveries()).containsEntry(DeliveryStatus.SUCCEEDED, 1L);
    assertThat(buckets.get(21).start())
        .isEqualTo(buckets.get(23).start().minus(Duration.ofHours(2)));
  }

  @Test
  void countsUpToABoundAndSaysSinceWhen() {
    int max = WebhookFiguresRepository.MAX_COUNTED;
    Instant newest = now.minusSeconds(60);
    rows.deliveries(
        webhook, DeliveryStatus.SUCCEEDED, Collections.nCopies(max, newest), HistoryRows.TYPE);
    delivery(webhook, DeliveryStatus.SUCCEEDED, 120);
    delivery(webhook, DeliveryStatus.EXHAUSTED, 600);

    WebhookFigures figures = figures(StatisticsWindow.HOUR).get(webhook);

    assertThat(figures.deliveries())
        .containsEntry(DeliveryStatus.SUCCEEDED, (long) max)
        .containsEntry(DeliveryStatus.EXHAUSTED, 1L);
    assertThat(figures.countedSince()).contains(newest);
    assertThat(figures(StatisticsWindow.HOUR).get(other).countedSince()).isEmpty();
  }

  @Test
  void showsThePendingDeliveriesOfThisActivation() {
    delivery(webhook, DeliveryStatus.PENDING, 60);
    delivery(webhook, DeliveryStatus.PENDING, 90_000);
    database.execute("update delivery_pending set activation = 7");
    delivery(webhook, DeliveryStatus.PENDING, 97_000);
    delivery(other, DeliveryStatus.PENDING, 97_000);

    WebhookFigures figures = figures(StatisticsWindow.HOUR).get(webhook);

    assertThat(figures.pending()).isEqualTo(new DeliveryCount(2, true));
    assertThat(figures.oldestPending()).contains(now.minusSeconds(90_000));
    assertThat(figures(StatisticsWindow.HOUR).get(other).pending().count()).isZero();
    assertThat(figures(StatisticsWindow.HOUR).get(other).oldestPending()).isEmpty();
    database.execute("update webhook set active = false");
    assertThat(figures(StatisticsWindow.HOUR).get(webhook).pending().count()).isZero();
  }

  @Test
  void showsTheLatencyAndTheFilteredEventsOfEach() {
    UUID delivery = delivery(webhook, DeliveryStatus.SUCCEEDED, 60);
    rows.attempt(delivery, 1, 10);
    rows.attempt(delivery, 2, 30);
    rows.attempt(delivery, 3, 500);
    database.execute(
        "insert into filtered_events (webhook_id, period, events) values (?,"
            + " cast(floor(extract(epoch from current_timestamp) / 600) as bigint), 4)",
        webhook);

    Map<UUID, WebhookFigures> figures = figures(StatisticsWindow.HOUR);

    assertThat(figures.get(webhook).latency())
        .contains(new DeliveryStatistics.Latency(Duration.ofMillis(30), Duration.ofMillis(500)));
    assertThat(figures.get(other).latency()).isEqualTo(Optional.empty());
    assertThat(figures.get(webhook).filtered()).isEqualTo(4);
    assertThat(figures.get(other).filtered()).isZero();
  }
}
