package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/** Each lease is ten seconds longer than the time-out of its webhook. */
@OnEveryDatabase
class OwnTimeoutTest {
  private final TestDatabase database;
  private QueueFixture node;

  /** The webhooks with their time-outs in milliseconds. */
  private final Map<UUID, Integer> timeouts = new TreeMap<>();

  OwnTimeoutTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertWebhooks() {
    node = QueueFixture.onEmpty(database);
    for (int millis : List.of(1000, 2500, 20_000, 30_000)) {
      UUID webhook = node.webhook(true, 1);
      timeouts.put(webhook, millis);
      setTimeout(webhook, millis);
    }
    timeouts.put(node.webhook(true, 1), (int) QueueFixture.LONG.minusSeconds(10).toMillis());
    database.execute("update webhook_version set version = version + 1");
  }

  private void setTimeout(UUID webhook, Integer millis) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set attempt_timeout_ms = ?, version = (select version from"
            + " webhook_version) where id = ?",
        millis,
        webhook);
  }

  private void assertLeased(List<LeasedDelivery> leased) {
    assertThat(leased).hasSameSizeAs(timeouts.keySet());
    assertThat(leased.stream().map(one -> one.lease().token()).distinct()).hasSize(1);
    LeasedDelivery usual =
        leased.stream()
            .filter(one -> one.lease().length().equals(QueueFixture.LONG))
            .findFirst()
            .orElseThrow();
    for (LeasedDelivery delivery : leased) {
      Duration length = delivery.lease().length();
      assertThat(length).hasMillis(timeouts.get(delivery.webhookId()) + 10_000);
      assertThat(usual.lease().endsNanos() - delivery.lease().endsNanos())
          .isEqualTo(QueueFixture.LONG.minus(length).toNanos());
      assertThat(endsEarlier(delivery, usual)).isTrue();
    }
  }

  /** Returns whether the lease ends as much earlier in the database as for the node. */
  private boolean endsEarlier(LeasedDelivery delivery, LeasedDelivery usual) {
    return database.count(
            "select count(*) from delivery_pending d, delivery_pending u where d.id = ? and u.id = ?"
                + " and d.lease = u.lease"
                + " and d.due_at + cast(? as double precision) * interval '1' second = u.due_at",
            delivery.id(),
            usual.id(),
            usual.lease().seconds() - delivery.lease().seconds())
        == 1;
  }

  @Test
  void intakeLeasesForTheTimeOut() {
    assertLeased(node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries());
  }

  @Test
  void claimFromBacklogsLeasesForTheTimeOut() {
    node.accept(1, Slots.NONE);
    Map<UUID, Integer> one = new TreeMap<>();
    timeouts.keySet().forEach(webhook -> one.put(webhook, 1));

    assertLeased(node.claimBacklog(CountedSlots.enough(), one).deliveries());
  }

  /** As after a crash: the leases of the dead node have ended. */
  @Test
  void claimByTimeLeasesForTheTimeOut() {
    node.accept(1, CountedSlots.enough());
    node.makeDue();

    assertLeased(node.claimDue(CountedSlots.enough(), 100).deliveries());
  }

  /** After kill -9 a delivery of a webhook with a short time-out is sent first. */
  @Test
  void deliveriesOfDeadNodeAreDueWhenTheirOwnLeasesEnd() {
    node.accept(1, CountedSlots.enough());
    QueueFixture other = new QueueFixture(database, QueueFixture.LONG);

    assertThat(other.claimDue(CountedSlots.enough(), 100).deliveries()).isEmpty();
    for (int[] step : new int[][] {{12, 1}, {1, 1}, {18, 1}, {10, 1}}) {
      database.execute(
          "update delivery_pending set due_at = due_at - cast(? as double precision) * interval '1'"
              + " second where due_at > current_timestamp",
          (double) step[0]);
      List<LeasedDelivery> due = other.claimDue(CountedSlots.enough(), 100).deliveries();
      assertThat(due).hasSize(step[1]);
      other.record(due.stream().map(QueueFixture::succeeded).toList());
    }
  }

  @Test
  void changedTimeOutHoldsForTheNextClaim() {
    node.accept(1, Slots.NONE);
    UUID webhook = timeouts.keySet().iterator().next();
    setTimeout(webhook, 7000);
    assertThat(lengths(webhook)).containsExactly(Duration.ofSeconds(17));
    node.makeDue();
    setTimeout(webhook, null);

    assertThat(node.claimDue(CountedSlots.enough(), 100).deliveries())
        .filteredOn(one -> one.webhookId().equals(webhook))
        .extracting(one -> one.lease().length())
        .containsExactly(QueueFixture.LONG);
  }

  private List<Duration> lengths(UUID webhook) {
    return node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries().stream()
        .map(one -> one.lease().length())
        .toList();
  }

  /** Frozen: a delivery that waits for its retry keeps its due time. */
  @Test
  void changedTimeOutLeavesDueTimes() {
    List<LeasedDelivery> leased =
        node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries();
    node.record(leased.stream().map(one -> QueueFixture.retry(one, Duration.ofHours(1))).toList());
    String hourLeft =
        "select count(*) from delivery_pending where due_at > current_timestamp + interval '59'"
            + " minute";

    timeouts.keySet().forEach(webhook -> setTimeout(webhook, 1000));

    assertThat(node.claimDue(CountedSlots.enough(), 100).deliveries()).isEmpty();
    assertThat(database.count(hourLeft)).isEqualTo(timeouts.size());
  }
}
