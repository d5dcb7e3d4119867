package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.Slots;
import webhooks.domain.error.Refusal;

/** Events that are published by HTTP requests. */
@OnEveryDatabase
class PublishTest {
  private final TestDatabase database;
  private IngestNode node;

  PublishTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
  }

  @Test
  void createsDeliveriesAndReportsTheBacklog() {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    UUID id = UUID.randomUUID();

    PublishedRequests published = node.publishTogether(event(id, READY, null, "a"));

    assertThat(published.outcomes()).containsExactly(stored(1, 0));
    assertThat(published.deliveries()).isEmpty();
    assertThat(published.withBacklog()).containsExactly(webhook);
    assertThat(node.claim(webhook)).containsExactly(id);
  }

  @Test
  void leasesDeliveriesWhileSlotsAreFree() {
    UUID webhook = node.insertWebhook("Account", "a", READY);

    PublishedRequests published =
        node.publishTogether(
            new CountedSlots(1, 1), event(READY, null, "a"), event(READY, null, "a"));

    assertThat(published.deliveries()).hasSize(1);
    assertThat(published.withBacklog()).containsExactly(webhook);
  }

  @Test
  void eachRequestOfATransactionHasItsOwnOutcome() {
    String good = event(READY, null, "a");
    String other = event(READY, null, "a");
    String ofUnknown = event(READY, UUID.randomUUID(), null);
    String faulty = event("no.such.v1", null, "a");

    PublishedRequests published =
        node.publishTogether(
            good,
            "[" + other + "," + ofUnknown + "]",
            "[" + other + "," + faulty + "]",
            "[" + other + "," + good + "]",
            other);

    assertThat(published.outcomes())
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(stored(1, 0)),
            outcome -> assertThat(targets(outcome)).containsExactly("[1].iTwinId"),
            outcome -> assertThat(targets(outcome)).containsExactly("[1].eventType"),
            outcome -> assertThat(outcome).isEqualTo(stored(1, 1)),
            outcome -> assertThat(outcome).isEqualTo(stored(0, 1)));
    assertThat(node.events()).isEqualTo(2);
  }

  @Test
  void postponesRequestsWithManyDeliveriesUnlessTheyAreAlone() {
    String large = event(READY, null, "large");
    node.insertWebhook("Account", "large", READY);
    node.insertWebhook("Account", "large", READY);
    node.limitDeliveriesOfRequest(1);

    assertThat(node.publishTogether(large).outcomes()).containsExactly(postponed(true));
    assertThat(node.publishTogether(large, large).outcomes()).containsOnly(postponed(true));
    assertThat(node.events()).isZero();
    assertThat(node.publishAlone(CountedSlots.enough(), large))
        .satisfies(
            published -> {
              assertThat(published.outcomes()).containsExactly(stored(1, 0));
              assertThat(published.deliveries()).hasSize(2);
            });
  }

  @Test
  void postponesToTheNextTransactionWhatWouldBeTooMuchForThisOne() {
    String first = event(READY, null, "a");
    String second = event(READY, null, "a");
    node.insertWebhook("Account", "a", READY);
    node.limitDeliveries(1);

    assertThat(node.publishTogether(first, second, first, second).outcomes())
        .as("what is not stored makes no duplicate")
        .containsExactly(stored(1, 0), postponed(false), stored(0, 1), postponed(false));
    assertThat(node.events()).isEqualTo(1);
    assertThat(node.publishTogether(second).outcomes()).containsExactly(stored(1, 0));
  }

  /** Their leases would end before the commit. */
  @Test
  void leasesNoneOfVeryManyDeliveries() {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    node.insertWebhook("Account", "a", READY);
    node.limitDeliveries(1);

    PublishedRequests published = node.publishAlone(CountedSlots.enough(), event(READY, null, "a"));

    assertThat(published.outcomes()).containsExactly(stored(1, 0));
    assertThat(published.deliveries()).isEmpty();
    assertThat(published.withBacklog()).hasSize(2).contains(webhook);
  }

  @Test
  void reportsTheAccountsOfITwins() {
    UUID iTwin = node.insertITwin("a");

    assertThat(node.publishTogether(event(READY, iTwin, null), event(READY, null, "b")).accounts())
        .isEqualTo(Map.of(iTwin, "a"));
  }

  private static PublishOutcome postponed(boolean alone) {
    return new PublishOutcome.Postponed(alone);
  }

  private static PublishOutcome stored(int accepted, int duplicates) {
    return new PublishOutcome.Stored(new PublishResult(accepted, duplicates));
  }

  private static List<String> targets(PublishOutcome outcome) {
    return ((PublishOutcome.Refused) outcome)
        .refusal().details().stream().map(fault -> fault.target().orElseThrow()).toList();
  }

  @Test
  void countsKnownIdAsDuplicate() {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    String event = event(READY, null, "a");
    String other = event(READY, null, "a");

    assertThat(node.publish("[" + event + "," + event + "]")).isEqualTo(new PublishResult(1, 1));
    assertThat(node.publish("[" + other + "," + event + "]")).isEqualTo(new PublishResult(1, 1));
    assertThat(node.receive(event).duplicates()).isEqualTo(1);
    assertThat(node.events()).isEqualTo(2);
    assertThat(node.claim(webhook)).hasSize(2);
  }

  @Test
  void storesAllEventsOfARequestOrNone() {
    String good = event(READY, null, "a");
    String ofUnknown = event(READY, UUID.randomUUID(), null);
    String faulty = event("no.such.v1", null, "a");

    assertThatThrownBy(() -> node.publish("[" + good + "," + ofUnknown + "," + faulty + "]"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(fault -> fault.target().orElseThrow())
                    .containsExactlyInAnyOrder("[1].iTwinId", "[2].eventType"));
    assertThatThrownBy(() -> node.publish("[" + good + "," + ofUnknown + "]"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> node.publish("[" + good + "," + faulty + "]"))
        .isInstanceOf(Refusal.class);
    assertThat(node.events()).isZero();
  }

  @Test
  void storesSimultaneousIdenticalRequestsOnce() throws Exception {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    String event = event(READY, null, "a");

    List<PublishResult> answers = node.publishSimultaneously(200, () -> node.publish(event));

    assertThat(answers.stream().mapToInt(PublishResult::accepted).sum()).isEqualTo(1);
    assertThat(answers.stream().mapToInt(PublishResult::duplicates).sum()).isEqualTo(199);
    assertThat(node.events()).isEqualTo(1);
    assertThat(database.count("select count(*) from delivery")).isEqualTo(1);
    assertThat(node.claim(webhook)).hasSize(1);
  }

  /** The other requests of its transaction wait too. H2 has a bound of its own. */
  @Test
  void waitsOnlyASecondForTheSameEvent() throws Exception {
    assumeFalse(database.database().dialect().isEmbedded());
    node.insertWebhook("Account", "a", READY);
    String event = event(READY, null, "a");
    CountDownLatch isStored = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    Slots holding =
        new CountedSlots(1, 1) {
          @Override
          public int take(UUID webhookId, int wanted) {
            isStored.countDown();
            assertThatCode(mayCommit::await).doesNotThrowAnyException();
            return super.take(webhookId, wanted);
          }
        };
    CompletableFuture<PublishedRequests> first =
        CompletableFuture.supplyAsync(() -> node.publishTogether(holding, event));
    assertThat(isStored.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<PublishedRequests> second =
        CompletableFuture.supplyAsync(() -> node.publishTogether(event));

    try {
      assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
          .satisfies(e -> assertThat(DatabaseFailure.isConcurrencyConflict(e.getCause())).isTrue());
    } finally {
      mayCommit.countDown();
    }
    assertThat(first.get().outcomes()).containsExactly(stored(1, 0));
  }

  @Test
  void simultaneousRequestsInAnyOrderSucceed() throws Exception {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(event(READY, null, "a"));
    }

    List<PublishResult> answers =
        node.publishSimultaneously(
            30,
            () -> {
              List<String> shuffled = new ArrayList<>(events);
              Collections.shuffle(shuffled);
              return node.publish(shuffled.toString());
            });

    assertThat(answers.stream().mapToInt(PublishResult::accepted).sum()).isEqualTo(50);
    assertThat(node.events()).isEqualTo(50);
  }
}
