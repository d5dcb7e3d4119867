package webhooks.domain.delivery.history.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** The figures of a webhook's charts. */
@OnEveryDatabase
class DeliveryChartTest {
  private static final int MAX_COUNTED = 50;

  private final TestDatabase database;
  private HistoryRows rows;
  private UUID webhook;
  private Instant now;

  DeliveryChartTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    webhook = rows.webhook();
    now = new RequeueRepository(database.database()).now();
  }

  private DeliveryChartRepository charts() {
    return new DeliveryChartRepository(database.database());
  }

  private UUID delivery(DeliveryStatus status, Instant created) {
    return rows.delivery(webhook, status, created, HistoryRows.TYPE);
  }

  private long succeeded(DeliveryTimeline timeline, int bucket) {
    return timeline.buckets().get(bucket).deliveries().get(DeliveryStatus.SUCCEEDED);
  }

  @Test
  void bucketsEndWithNowAndBeginAtMultiplesOfTheirLength() {
    Instant time = Instant.parse("2026-10-02T14:55:00.463Z");

    assertThat(ChartWindow.HOUR.starts(time)).hasSize(30);
    assertThat(ChartWindow.DAY.starts(time))
        .hasSize(24)
        .startsWith(Instant.parse("2026-10-01T15:00:00Z"))
        .endsWith(Instant.parse("2026-10-02T14:00:00Z"));
    assertThat(ChartWindow.WEEK.starts(time))
        .hasSize(28)
        .endsWith(Instant.parse("2026-10-02T12:00:00Z"));
  }

  @Test
  void countsDeliveriesInTheBucketOfTheirCreation() {
    List<Instant> starts = ChartWindow.DAY.starts(now);
    delivery(DeliveryStatus.SUCCEEDED, starts.get(0).minusMillis(1));
    delivery(DeliveryStatus.SUCCEEDED, starts.get(0));
    delivery(DeliveryStatus.SUCCEEDED, starts.get(1).minusMillis(1));
    delivery(DeliveryStatus.EXHAUSTED, starts.get(1));
    rows.delivery(UUID.randomUUID(), DeliveryStatus.SUCCEEDED, now, HistoryRows.TYPE);

    DeliveryTimeline timeline = charts().timeline(webhook, ChartWindow.DAY);

    assertThat(timeline.buckets()).hasSize(24);
    assertThat(timeline.countedSince()).isEmpty();
    assertThat(succeeded(timeline, 0)).isEqualTo(2);
    assertThat(timeline.buckets().get(1).deliveries())
        .isEqualTo(
            Map.of(
                DeliveryStatus.PENDING, 0L,
                DeliveryStatus.SUCCEEDED, 0L,
                DeliveryStatus.EXHAUSTED, 1L,
                DeliveryStatus.CANCELLED, 0L));
    assertThat(
            timeline.buckets().stream()
                .flatMap(bucket -> bucket.deliveries().values().stream())
                .mapToLong(Long::longValue)
                .sum())
        .isEqualTo(3);
  }

  @Test
  void countsTheNewestOfAllStatuses() {
    Instant first = now.minus(Duration.ofHours(2));
    List<Instant> times = IntStream.range(0, MAX_COUNTED).mapToObj(first::plusMillis).toList();
    rows.deliveries(webhook, DeliveryStatus.CANCELLED, times, HistoryRows.TYPE);
    DeliveryChartRepository charts = new DeliveryChartRepository(database.database(), MAX_COUNTED);
    assertThat(charts.timeline(webhook, ChartWindow.DAY).countedSince()).isEmpty();

    delivery(DeliveryStatus.CANCELLED, first.minusMillis(1));
    delivery(DeliveryStatus.EXHAUSTED, first.minusMillis(2));
    DeliveryTimeline timeline = charts.timeline(webhook, ChartWindow.DAY);

    assertThat(timeline.countedSince()).contains(first);
    assertThat(timeline.buckets())
        .extracting(bucket -> bucket.deliveries().get(DeliveryStatus.EXHAUSTED))
        .as("older than the oldest counted one")
        .containsOnly(0L);
  }

  @Test
  void countsSoManyDeliveriesOfAPeriodAndSaysThatThereAreMore() {
    Instant first = now.minus(Duration.ofHours(2));
    List<Instant> times =
        IntStream.rangeClosed(0, DeliveryChartRepository.MAX_NUMBER)
            .mapToObj(first::plusMillis)
            .toList();
    rows.deliveries(webhook, DeliveryStatus.CANCELLED, times, HistoryRows.TYPE);

    assertThat(charts().count(webhook, List.of(DeliveryStatus.CANCELLED), none(), empty(), empty()))
        .isEqualTo(new DeliveryCount(DeliveryChartRepository.MAX_NUMBER, false));
  }

  @Test
  void countsPendingDeliveriesOfAnyAge() {
    delivery(DeliveryStatus.PENDING, now.minus(Duration.ofDays(10)));
    delivery(DeliveryStatus.PENDING, now);
    delivery(DeliveryStatus.SUCCEEDED, now);

    assertThat(charts().timeline(webhook, ChartWindow.HOUR).pending())
        .isEqualTo(new DeliveryCount(2, true));
  }

  @Test
  void countsDeliveriesOfAPeriod() {
    delivery(DeliveryStatus.EXHAUSTED, now.minusSeconds(20));
    delivery(DeliveryStatus.EXHAUSTED, now.minusSeconds(10));
    delivery(DeliveryStatus.SUCCEEDED, now.minusSeconds(10));
    delivery(DeliveryStatus.EXHAUSTED, now);

    assertThat(
            charts()
                .count(
                    webhook,
                    List.of(DeliveryStatus.EXHAUSTED),
                    none(),
                    Optional.of(now.minusSeconds(10)),
                    Optional.of(now)))
        .isEqualTo(new DeliveryCount(1, true));
    assertThat(charts().count(webhook, List.of(DeliveryStatus.values()), none(), empty(), empty()))
        .isEqualTo(new DeliveryCount(4, true));
  }

  @Test
  void countsDeliveriesOfOneType() {
    delivery(DeliveryStatus.EXHAUSTED, now);
    rows.delivery(webhook, DeliveryStatus.EXHAUSTED, now, "iModels.iModelDeleted.v1");
    List<DeliveryStatus> exhausted = List.of(DeliveryStatus.EXHAUSTED);

    assertThat(charts().count(webhook, exhausted, Optional.of(HistoryRows.TYPE), empty(), empty()))
        .isEqualTo(new DeliveryCount(1, true));
    assertThat(charts().count(webhook, exhausted, Optional.of("other"), empty(), empty()))
        .isEqualTo(new DeliveryCount(0, true));
  }

  @Test
  void showsLatencyAnswersAndTypes() {
    List<Instant> starts = ChartWindow.HOUR.starts(now);
    UUID first = delivery(DeliveryStatus.SUCCEEDED, starts.get(3));
    UUID second = delivery(DeliveryStatus.EXHAUSTED, starts.get(3));
    rows.attempt(first, 1, 40);
    failure(second, 1, 503, "status");
    failure(second, 2, 503, "status");
    failure(second, 3, null, "timeout");

    AttemptStatistics attempts = charts().attempts(webhook, ChartWindow.HOUR);

    AttemptStatistics.Bucket bucket = attempts.buckets().get(3);
    assertThat(bucket.attempts()).isEqualTo(4);
    assertThat(bucket.failed()).isEqualTo(3);
    assertThat(bucket.latency())
        .contains(new DeliveryStatistics.Latency(Duration.ofMillis(40), Duration.ofMillis(90)));
    assertThat(attempts.buckets().get(4).latency()).isEmpty();
    assertThat(attempts.answers())
        .startsWith(
            new AttemptStatistics.Answer(OptionalInt.of(503), Optional.of(AttemptError.STATUS), 2))
        .contains(
            new AttemptStatistics.Answer(OptionalInt.empty(), Optional.of(AttemptError.TIMEOUT), 1),
            new AttemptStatistics.Answer(OptionalInt.of(200), Optional.empty(), 1))
        .hasSize(3);
    assertThat(attempts.eventTypes()).hasSize(1);
    assertThat(attempts.eventTypes().get(0).eventType()).isEqualTo(HistoryRows.TYPE);
    assertThat(attempts.eventTypes().get(0).deliveries())
        .containsEntry(DeliveryStatus.SUCCEEDED, 1L)
        .containsEntry(DeliveryStatus.EXHAUSTED, 1L);
  }

  @Test
  void samplesTheNewestWhateverTheirStatus() {
    List<Instant> starts = ChartWindow.HOUR.starts(now);
    List<Instant> newer =
        IntStream.range(0, AttemptSample.SAMPLED).mapToObj(starts.get(20)::plusMillis).toList();
    rows.deliveries(webhook, DeliveryStatus.SUCCEEDED, newer, HistoryRows.TYPE)
        .forEach(delivery -> rows.attempt(delivery, 1, 5));
    failure(delivery(DeliveryStatus.EXHAUSTED, starts.get(20).minusMillis(1)), 1, 503, "status");
    failure(delivery(DeliveryStatus.EXHAUSTED, starts.get(20)), 1, 503, "status");

    AttemptStatistics attempts = charts().attempts(webhook, ChartWindow.HOUR);

    assertThat(attempts.answers())
        .as("the failure that is older than the sample does not count")
        .extracting(AttemptStatistics.Answer::attempts)
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(AttemptSample.SAMPLED));
    assertThat(attempts.buckets().get(20).attempts()).isEqualTo(AttemptSample.SAMPLED_PER_BUCKET);
    assertThat(attempts.buckets().get(20).failed()).isZero();
    assertThat(attempts.buckets().get(19).failed()).isEqualTo(1);
  }

  private void failure(UUID delivery, int number, Integer statusCode, String error) {
    new QueueRows(database).attempt(delivery, number, number * 30, statusCode, error);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Optional<Instant> empty() {
    return Optional.empty();
  }
}
