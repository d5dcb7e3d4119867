package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** {@code Retry-After} pauses all deliveries of a webhook, on every node. */
@OnEveryDatabase
class WebhookPausesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestDatabase database;
  private QueueFixture node;
  private QueueFixture otherNode;
  private UUID webhook;

  WebhookPausesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    otherNode = new QueueFixture(database, QueueFixture.LONG);
    webhook = node.webhook(true, 1);
  }

  private List<LeasedDelivery> lease(int count) {
    node.accept(count, CountedSlots.enough());
    node.makeDue();
    return node.claimDue(CountedSlots.enough(), count).deliveries();
  }

  private void pause() {
    node.record(List.of(node.pausing(lease(1).get(0), HOUR)));
  }

  private void endPause() {
    database.execute("update webhook_pause set ends = current_timestamp - interval '1' second");
  }

  @Test
  void pausesDueDeliveries() {
    List<LeasedDelivery> leased = lease(3);
    node.record(List.of(node.pausing(leased.get(0), HOUR)));
    node.makeDue();

    Claim claim = otherNode.claimDue(CountedSlots.enough(), 10);

    assertThat(claim.deliveries()).isEmpty();
    endPause();
    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
    assertThat(otherNode.claimBacklog(CountedSlots.enough(), Map.of(webhook, 9)).deliveries())
        .hasSize(3);
  }

  @Test
  void findsPausesThatHaveEnded() {
    pause();
    assertThat(otherNode.webhooks(queue -> queue.webhooksAfterPause(HOUR))).isEmpty();

    endPause();

    assertThat(otherNode.webhooks(queue -> queue.webhooksAfterPause(HOUR)))
        .containsExactly(webhook);
    assertThat(otherNode.webhooks(queue -> queue.webhooksAfterPause(Duration.ofMillis(1))))
        .as("long ago")
        .isEmpty();
  }

  @Test
  void returnedDeliveriesWaitInTheBacklog() {
    List<LeasedDelivery> leased = lease(2);
    node.record(List.of(QueueFixture.succeeded(leased.get(0))));

    node.returnToBacklog(leased);

    LeasedDelivery returned = leased.get(1);
    assertThat(node.record(List.of(QueueFixture.succeeded(returned))))
        .as("lost leases")
        .isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 2).examined()).isZero();
    assertThat(node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 2)).deliveries())
        .extracting(LeasedDelivery::id)
        .containsExactly(returned.id());
  }

  @Test
  void pausesTheBacklog() {
    pause();
    node.accept(2, Slots.NONE);

    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).isEmpty();
    Claim claim = otherNode.claimBacklog(CountedSlots.enough(), Map.of(webhook, 2));
    assertThat(claim.deliveries()).isEmpty();
    assertThat(claim.withBacklog()).as("no reason to claim again at once").isEmpty();

    endPause();
    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
  }

  @Test
  void pausesNewEvents() {
    UUID other = node.webhook(true, 1);
    node.accept(1, CountedSlots.enough());
    node.makeDue();
    LeasedDelivery failed =
        node.claimDue(CountedSlots.enough(), 9).deliveries().stream()
            .filter(delivery -> delivery.webhookId().equals(webhook))
            .findFirst()
            .orElseThrow();
    node.record(List.of(node.pausing(failed, HOUR)));
    CountedSlots slots = new CountedSlots(9, 9);

    IngestResult result = otherNode.accept(List.of(UUID.randomUUID()), slots);

    assertThat(result.deliveries()).extracting(LeasedDelivery::webhookId).containsExactly(other);
    assertThat(slots.free()).isEqualTo(8);
    endPause();
    assertThat(otherNode.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);
  }

  @Test
  void cancelsDuringThePause() {
    node.accept(1, Slots.NONE);
    pause();
    node.change(webhook, false, 1);

    node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1));
    node.makeDue();
    node.claimDue(CountedSlots.enough(), 9);

    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(2);
  }

  @Test
  void aShorterPauseDoesNotEndALongerOne() {
    List<LeasedDelivery> leased = lease(2);
    node.record(List.of(node.pausing(leased.get(0), HOUR)));

    node.record(List.of(node.pausing(leased.get(1), Duration.ofSeconds(1))));

    assertThat(
            database.count(
                "select count(*) from webhook_pause"
                    + " where ends > current_timestamp + interval '50' minute"))
        .isEqualTo(1);
  }

  @Test
  void endsWithFailuresOfItsWebhook() {
    pause();

    new FailureStreakReset(database.database()).reset(new FailuresReset(webhook));

    assertThat(node.webhooks(queue -> queue.webhooksAfterPause(HOUR))).containsExactly(webhook);
    assertThat(database.count("select count(*) from webhook_pause where ends > current_timestamp"))
        .isZero();
  }

  @Test
  void changedWebhookIsNotPausedByItsFormerReceiver() {
    List<LeasedDelivery> leased = lease(1);
    database.execute("update webhook set version = version + 1 where id = ?", webhook);

    node.record(List.of(node.pausing(leased.get(0), HOUR)));

    assertThat(database.count("select count(*) from webhook_pause")).isZero();
  }
}
