package webhooks.domain.delivery.history.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookRow;

/** The backlog and the outcomes by account. */
@OnEveryDatabase
class AccountOverviewTest {
  private final TestDatabase database;
  private HistoryRows rows;
  private Instant now;

  AccountOverviewTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    now = new RequeueRepository(database.database()).now();
  }

  private UUID webhookOf(String account) {
    return new WebhookRow()
        .with("account_id", account)
        .with("active", true)
        .with("activation", 1L)
        .insertInto(database);
  }

  private AccountOverview read(StatisticsWindow window) {
    return new AccountOverviewRepository(database.database()).read(window, Optional.empty());
  }

  private void deliver(UUID webhook, DeliveryStatus status, Duration age) {
    rows.delivery(webhook, status, now.minus(age), HistoryRows.TYPE);
  }

  @Test
  void addsUpTheWebhooksOfEachAccount() {
    UUID first = webhookOf("busy");
    UUID second = webhookOf("busy");
    UUID other = webhookOf("quiet");
    deliver(first, DeliveryStatus.PENDING, Duration.ofDays(2));
    deliver(second, DeliveryStatus.PENDING, Duration.ofMinutes(1));
    deliver(second, DeliveryStatus.SUCCEEDED, Duration.ofMinutes(1));
    deliver(first, DeliveryStatus.EXHAUSTED, Duration.ofMinutes(1));
    deliver(other, DeliveryStatus.SUCCEEDED, Duration.ofMinutes(1));
    deliver(other, DeliveryStatus.SUCCEEDED, Duration.ofMinutes(90));

    AccountOverview hour = read(StatisticsWindow.HOUR);

    assertThat(hour.pendingComplete()).isTrue();
    assertThat(hour.countedSince()).isEmpty();
    assertThat(hour.counted()).isEqualTo(Duration.ofHours(1));
    assertThat(hour.accounts())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("oldestPending")
        .containsExactly(
            new AccountFigures("busy", 2, Optional.empty(), finished(1, 1)),
            new AccountFigures("quiet", 0, Optional.empty(), finished(1, 0)));
    assertThat(hour.accounts().get(0).oldestPending())
        .hasValueSatisfying(
            oldest -> assertThat(Duration.between(oldest, now)).isGreaterThan(Duration.ofDays(1)));
    assertThat(read(StatisticsWindow.DAY).accounts())
        .extracting(AccountFigures::finished)
        .containsExactly(finished(1, 1), finished(2, 0));
  }

  private static Map<DeliveryStatus, Long> finished(long succeeded, long exhausted) {
    return Map.of(
        DeliveryStatus.SUCCEEDED, succeeded,
        DeliveryStatus.EXHAUSTED, exhausted,
        DeliveryStatus.CANCELLED, 0L);
  }

  @Test
  void leavesOutPendingDeliveriesOfEndedActivations() {
    UUID webhook = new WebhookRow().with("activation", 2L).insertInto(database);
    deliver(webhook, DeliveryStatus.PENDING, Duration.ofMinutes(1));

    assertThat(read(StatisticsWindow.HOUR).accounts()).isEmpty();
  }

  /** The id has the time of the node's clock, which is half an hour slow. */
  @Test
  void countsDeliveriesOfNodeWithSlowClock() {
    UUID webhook = webhookOf("busy");
    Instant created = now.minus(Duration.ofMinutes(59));
    UUID id = rows.delivery(webhook, DeliveryStatus.SUCCEEDED, created, HistoryRows.TYPE);
    database.execute(
        "update delivery_finished set id = ? where id = ?",
        Ids.firstOf(created.minus(Duration.ofMinutes(30))),
        id);

    assertThat(read(StatisticsWindow.HOUR).accounts())
        .extracting(AccountFigures::finished)
        .containsExactly(finished(1, 0));
  }

  @Test
  void findsAccountsByAPartOfTheirId() {
    deliver(webhookOf("Busy-1"), DeliveryStatus.PENDING, Duration.ofMinutes(1));
    deliver(webhookOf("other"), DeliveryStatus.PENDING, Duration.ofMinutes(1));
    webhookOf("idle-busy");

    assertThat(
            new AccountOverviewRepository(database.database())
                .read(StatisticsWindow.HOUR, Optional.of("BUSY"))
                .accounts())
        .extracting(AccountFigures::accountId, AccountFigures::pending)
        .containsExactly(tuple("Busy-1", 1L), tuple("idle-busy", 0L));
  }

  @Test
  void saysWhenThereAreMoreThanItCounts() {
    UUID webhook = webhookOf("busy");
    rows.deliveries(webhook, DeliveryStatus.PENDING, times(), HistoryRows.TYPE);
    rows.deliveries(webhook, DeliveryStatus.SUCCEEDED, times(), HistoryRows.TYPE);

    AccountOverview overview = read(StatisticsWindow.HOUR);

    assertThat(overview.pendingComplete()).isFalse();
    assertThat(overview.countedSince()).contains(times().get(1));
    assertThat(overview.counted()).isLessThan(Duration.ofMinutes(2));
    assertThat(overview.accounts().get(0).finished())
        .containsEntry(DeliveryStatus.SUCCEEDED, (long) AccountOverviewRepository.MAX_FINISHED);
  }

  /** One more than are counted, a millisecond apart. */
  private List<Instant> times() {
    return IntStream.rangeClosed(0, AccountOverviewRepository.MAX_FINISHED)
        .mapToObj(i -> now.minus(Duration.ofMinutes(1)).plusMillis(i))
        .toList();
  }
}
