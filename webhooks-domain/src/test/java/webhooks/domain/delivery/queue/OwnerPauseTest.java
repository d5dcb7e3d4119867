package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.ingest.IngestResult;
import webhooks.domain.webhook.deactivation.FailuresReset;
import webhooks.domain.webhook.pause.PauseChanged;

/** An owner's pause keeps all deliveries of a webhook in its backlog, on every node. */
@OnEveryDatabase
class OwnerPauseTest {
  private final TestDatabase database;
  private QueueFixture node;
  private QueueFixture otherNode;
  private UUID webhook;

  OwnerPauseTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    otherNode = new QueueFixture(database, QueueFixture.LONG);
    webhook = node.webhook(true, 1);
    otherNode.webhooks(DeliveryQueue::webhooksWithBacklog);
  }

  private void pause() {
    set("current_timestamp + interval '1' hour");
  }

  private void resume() {
    set("null");
  }

  private void set(String until) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set paused_until = %s, pauses = 1, version = (select version from"
                .formatted(until)
            + " webhook_version) where id = ?",
        webhook);
  }

  private List<LeasedDelivery> claimBacklog() {
    return otherNode.claimBacklog(CountedSlots.enough(), Map.of(webhook, 9)).deliveries();
  }

  private FailureStreakReset reset() {
    return new FailureStreakReset(database.database());
  }

  @Test
  void dueDeliveriesWaitInTheBacklog() {
    node.accept(3, CountedSlots.enough());
    node.makeDue();
    pause();

    Claim claim = otherNode.claimDue(CountedSlots.enough(), 10);

    assertThat(claim.deliveries()).isEmpty();
    assertThat(claim.unchanged()).isZero();
    assertThat(claimBacklog()).isEmpty();
    resume();
    assertThat(claimBacklog()).hasSize(3);
  }

  @Test
  void newEventsWaitInTheBacklog() {
    pause();
    CountedSlots slots = new CountedSlots(9, 9);

    IngestResult result = otherNode.accept(List.of(UUID.randomUUID()), slots);

    assertThat(result.deliveries()).isEmpty();
    assertThat(result.withBacklog()).as("nothing to claim now").isEmpty();
    assertThat(slots.free()).isEqualTo(9);
    resume();
    assertThat(claimBacklog()).hasSize(1);
  }

  @Test
  void searchForBacklogsFindsOnlyWebhooksThatAreServed() {
    node.accept(1, Slots.NONE);
    pause();

    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).isEmpty();
    Claim claim = otherNode.claimBacklog(CountedSlots.enough(), Map.of(webhook, 9));
    assertThat(claim.withBacklog()).as("no reason to claim again at once").isEmpty();

    resume();
    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
  }

  @Test
  void nextClaimByTimeFindsResumedWebhook() {
    pause();
    assertThat(otherNode.claimDue(CountedSlots.enough(), 9).withBacklog()).isEmpty();

    resume();

    assertThat(otherNode.claimDue(CountedSlots.enough(), 9).withBacklog()).containsExactly(webhook);
    assertThat(otherNode.claimDue(CountedSlots.enough(), 9).withBacklog()).isEmpty();
  }

  /** A node that starts after the end of the pause, or that misses it, finds the backlog too. */
  @Test
  void endOfThePauseIsNotedForOtherNodes() {
    resumed(Instant.now());

    assertThat(otherNode.webhooks(queue -> queue.webhooksAfterPause(Duration.ofMinutes(1))))
        .containsExactly(webhook);
  }

  @Test
  void deactivationCancelsDuringThePause() {
    node.accept(2, Slots.NONE);
    pause();
    node.change(webhook, false, 1);

    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
    claimBacklog();

    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
  }

  @Test
  void laterEndOfTheTwoPausesCounts() {
    node.accept(2, CountedSlots.enough());
    node.makeDue();
    List<LeasedDelivery> leased = node.claimDue(CountedSlots.enough(), 2).deliveries();
    node.record(List.of(node.pausing(leased.get(0), Duration.ofHours(2))));
    pause();
    resumed(Instant.now());
    resume();

    assertThat(claimBacklog()).as("the receiver's pause still runs").isEmpty();

    pause();
    reset().reset(new FailuresReset(webhook));
    node.makeDue();
    otherNode.claimDue(CountedSlots.enough(), 9);
    assertThat(claimBacklog()).as("a new URL ends the receiver's pause only").isEmpty();
    resume();
    assertThat(claimBacklog()).hasSize(2);
  }

  private void resumed(Instant pausedSince) {
    reset().resumed(new PauseChanged(webhook, Optional.of(pausedSince), Optional.empty()));
  }

  private long secondsOfStreak() {
    return database.count(
        "select cast(extract(epoch from current_timestamp - since) as integer)"
            + " from failure_streak where webhook_id = ?",
        webhook);
  }

  private void insertStreak(int hours) {
    database.execute("delete from failure_streak");
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account-1', 20, current_timestamp - interval '"
            + hours
            + "' hour)",
        webhook);
  }

  @Test
  void failureStreakStandsStill() {
    insertStreak(9);
    resumed(Instant.now().minus(Duration.ofHours(7)));
    assertThat(secondsOfStreak()).isBetween(2 * 3600L - 5, 2 * 3600L + 60);

    insertStreak(1);
    resumed(Instant.now().minus(Duration.ofHours(7)));
    assertThat(secondsOfStreak()).as("it began in the pause").isBetween(0L, 60L);
  }
}
