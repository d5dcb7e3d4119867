package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.event.ingest.IngestResult;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.WebhookRow;

/** The claims of two nodes share the bound of a throttled webhook. */
@OnEveryDatabase
class ThrottledBacklogsTest {
  private final TestDatabase database;
  private QueueFixture node;
  private QueueFixture otherNode;
  private UUID webhook;

  ThrottledBacklogsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    otherNode = new QueueFixture(database, QueueFixture.LONG);
    webhook = node.webhook(true, 1);
  }

  private void throttle(String members) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set has_options = true, throttled = true,"
            + " version = (select version from webhook_version) where id = ?",
        webhook);
    OptionsRepository options =
        new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
    database.inTransaction(
        () -> {
          options.put(
              webhook,
              QueueFixture.ACCOUNT,
              OptionRules.options("{'throttle': {" + members + "}}"),
              Instant.now());
          return null;
        });
    node.webhooks(DeliveryQueue::webhooksWithBacklog);
    otherNode.webhooks(DeliveryQueue::webhooksWithBacklog);
    // The first claim adds the row.
    assertThat(claim(node).deliveries()).isEmpty();
  }

  private Claim claim(QueueFixture claiming) {
    return claiming.claimBacklog(CountedSlots.enough(), Map.of(webhook, 100));
  }

  /** Lets this time pass for the rate. */
  private void pass(String seconds) {
    database.execute(
        "update webhook_throttle set next_at = next_at - interval '" + seconds + "' second");
  }

  private void begin() {
    database.execute("update webhook_throttle set next_at = current_timestamp");
  }

  private List<LeasedDelivery> claimAtStart(QueueFixture claiming) {
    begin();
    return claim(claiming).deliveries();
  }

  @Test
  void nodesShareTheRate() {
    node.accept(50, Slots.NONE);
    throttle("'requestsPerSecond': 0.1");

    assertThat(claimAtStart(node)).hasSize(1);
    Claim other = claim(otherNode);

    assertThat(other.deliveries()).isEmpty();
    assertThat(other.withBacklog()).as("no reason to claim again at once").isEmpty();
    assertThat(other.throttled().get(webhook))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    pass("10");
    assertThat(claim(otherNode).deliveries()).hasSize(1);
    pass("60");
    assertThat(claim(node).deliveries()).as("no herd after a rest").hasSize(1);
  }

  /** The database's clock decides. A machine that is slow adds to the minute what it takes. */
  @Test
  void twoNodesSendSixHundredInAMinute() {
    node.accept(1000, Slots.NONE);
    throttle("'requestsPerSecond': 10");
    begin();
    Instant begin = now();
    int leased = 0;

    for (int i = 0; i < 150; i++) {
      leased += claim(i % 3 == 0 ? otherNode : node).deliveries().size();
      pass("0.4");
    }

    double seconds = 60 + Duration.between(begin, now()).toMillis() / 1000.0;
    assertThat((double) leased).isBetween(10 * seconds - 10, 10 * seconds + 10);
  }

  private Instant now() {
    return new RequeueRepository(database.database()).now();
  }

  @Test
  void slotsThatAreNotUsedAreGivenBack() {
    node.accept(50, Slots.NONE);
    throttle("'requestsPerSecond': 0.1");
    begin();
    CountedSlots slots = new CountedSlots(50, 50);
    slots.take(webhook, 50);

    node.claimBacklog(slots, Map.of(webhook, 50));

    assertThat(slots.free()).isEqualTo(49);
  }

  @Test
  void requestsInFlightAreBoundedOverAllNodes() {
    node.accept(50, Slots.NONE);
    throttle("'maxInFlight': 3");

    List<LeasedDelivery> leased = claim(node).deliveries();
    assertThat(leased).hasSize(3);
    assertThat(claim(otherNode).deliveries()).isEmpty();

    node.record(List.of(QueueFixture.succeeded(leased.get(0))));
    node.returnToBacklog(leased.subList(1, 2));
    assertThat(claim(otherNode).deliveries()).as("one ended, one returned").hasSize(2);
  }

  /** The leases of a dead node end by their time. */
  @Test
  void leasesThatHaveEndedAreNotInFlight() {
    node.accept(50, Slots.NONE);
    throttle("'maxInFlight': 3");
    claim(node);

    database.execute(
        "update delivery_pending set due_at = current_timestamp - interval '1' second"
            + " where lease is not null");

    assertThat(claim(otherNode).deliveries()).hasSize(3);
  }

  @Test
  void intakeAndClaimsByTimeLeaseNothing() {
    throttle("'requestsPerSecond': 1000");
    CountedSlots slots = new CountedSlots(9, 9);

    IngestResult result = node.accept(List.of(UUID.randomUUID()), slots);

    assertThat(result.deliveries()).isEmpty();
    assertThat(result.withBacklog()).containsExactly(webhook);
    assertThat(slots.free()).isEqualTo(9);
    LeasedDelivery leased = claimAtStart(node).get(0);
    Outcome failed = QueueFixture.retry(leased, Duration.ZERO);
    node.record(List.of(failed));
    node.makeDue();
    Claim due = otherNode.claimDue(CountedSlots.enough(), 9);
    assertThat(due.deliveries()).isEmpty();
    assertThat(due.withBacklog()).containsExactly(webhook);
    assertThat(claimAtStart(otherNode)).extracting(LeasedDelivery::id).contains(leased.id());
  }

  @Test
  void receiversPauseWins() {
    node.accept(5, Slots.NONE);
    throttle("'requestsPerSecond': 1000");
    LeasedDelivery leased = claimAtStart(node).get(0);
    node.record(List.of(node.pausing(leased, Duration.ofHours(1))));

    begin();
    Claim claim = claim(otherNode);

    assertThat(claim.deliveries()).isEmpty();
    assertThat(claim.withBacklog()).isEmpty();
    assertThat(claim.throttled()).isEmpty();
  }

  /** The node has not seen the option when it begins the claim. */
  @Test
  void newThrottleIsAskedBeforeTheNextLease() {
    node.accept(50, Slots.NONE);
    otherNode.webhooks(DeliveryQueue::webhooksWithBacklog);
    QueueFixture late = new QueueFixture(database, QueueFixture.LONG);
    late.webhooks(DeliveryQueue::webhooksWithBacklog);
    throttle("'requestsPerSecond': 0.1");
    begin();

    Claim first = claim(late);

    assertThat(first.deliveries()).isEmpty();
    assertThat(first.withBacklog()).containsExactly(webhook);
    assertThat(claim(late).deliveries()).hasSize(1);
  }
}
