package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.server.ProcessSignal;
import webhooks.it.harness.server.Product;

/** One of two nodes is paused, then the second one is killed, and the first one stops. */
abstract class NodeFaults {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int EVENTS = 2_000;

  /** Slow enough that both nodes have requests in flight at the kill and many have ended. */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  /** The length of a lease: the time-out of 5 s and 10 s more. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final TestEnvironment environment;
  private final Database database;
  private final Artemis artemis;
  private final Product first;
  private final Product second;

  /**
   * Tests two nodes.
   *
   * @param artemis the broker of the first node
   */
  NodeFaults(TestEnvironment environment, Artemis artemis) {
    this.environment = environment;
    this.database = environment.database();
    this.artemis = artemis;
    this.first = environment.nodes().get(0);
    this.second = environment.nodes().get(1);
  }

  @OnMicro
  @Order(1)
  @Test
  void pausedNodeDoesNotOverwriteTheNewOwnersOutcome() {
    Inbox inbox = environment.receiver().inbox().respondWith(200).delayBy(Duration.ofSeconds(2));
    Subscriber subscriber = Subscriber.healthy(environment, inbox);
    List<Event> events = Stream.generate(subscriber::event).limit(20).toList();
    // Sends the events one by one, so that both nodes take some.
    events.forEach(event -> environment.producer().publish(event));
    await("all").pollInterval(Duration.ofMillis(20)).until(() -> inbox.distinct() == events.size());

    ProcessSignal.STOP.to(first);
    int logged = first.log().length();
    try {
      await("answers").until(() -> inbox.receipts().stream().allMatch(Receipt::isAnswered));
      inbox.respondWith(201).delayBy(Duration.ZERO);
      List<String> webhook = List.of(subscriber.webhook().id());
      await("the new owner's outcomes").atMost(LIMIT).until(() -> database.pending(webhook) == 0);
    } finally {
      ProcessSignal.CONT.to(first);
    }
    List<Event> repeated =
        events.stream().filter(event -> inbox.receipts(event.messageId()).size() > 1).toList();
    assertThat(repeated).as("in flight on the paused node").isNotEmpty();
    await("the paused node to find its leases lost")
        .atMost(LIMIT)
        .until(() -> first.log().indexOf("came after their lease had ended", logged) >= 0);
    awaitAnswers(first);
    Progress.say("paused with %d of %d deliveries in flight", repeated.size(), events.size());
    assertThat(repeated)
        .allSatisfy(
            event ->
                assertThat(database.deliveries(subscriber.webhook().id(), event.messageId()))
                    .singleElement()
                    .satisfies(
                        delivery -> {
                          assertThat(delivery.status()).isEqualTo("succeeded");
                          assertThat(delivery.attempts()).containsExactly("201");
                        }));
  }

  @Order(2)
  @Test
  void otherNodeRepeatsOnlyWhatWasInFlightAtTheKill() {
    Inbox inbox = environment.receiver().inbox().delayBy(ANSWER_TIME);
    Subscriber subscriber = Subscriber.healthy(environment, inbox);
    List<Event> events = Stream.generate(subscriber::event).limit(EVENTS).toList();

    environment.producer().publish(events);
    await("deliveries in flight").atMost(LIMIT).until(() -> inbox.distinct() >= EVENTS / 2);
    Instant killed = second.kill9();
    List<Receipt> before = inbox.receipts();
    Set<String> open = CrashCount.open(before);
    Set<String> recorded = database.succeeded(subscriber.webhook().id());
    inbox.delayBy(Duration.ZERO);
    Events.awaitAll(events, inbox, LIMIT);
    CrashCount.awaitAllRepeats(inbox, killed.plus(LEASE));

    CrashCount count =
        new CrashCount("a node killed", EVENTS, before, open, inbox.byId(), recorded, killed);
    count.check();
    assertThat(count.repeated()).as("in flight on the killed node").isNotEmpty();
    assertThat(database.succeeded(subscriber.webhook().id())).as("recorded").hasSize(EVENTS);
  }

  /**
   * No other node delivers what the stopped one leaves. So the test finds each event either in the
   * broker or in the database, and there each one that has arrived as delivered.
   */
  @Order(3)
  @Test
  void stopUnderLoadLosesAndRepeatsNothing() {
    second.stop();
    List<Subscriber> subscribers =
        Stream.generate(() -> Subscriber.healthy(environment, environment.receiver().inbox()))
            .limit(10)
            .toList();
    try (Load load = SubscriberLoad.start(artemis, subscribers, 0)) {
      await("load").atMost(LIMIT).until(() -> load.count() > 500);
      for (int i = 0; i < subscribers.size(); i++) {
        subscribers.get(i).inbox().delayBy(Duration.ofMillis(100 + 200 * i));
      }
      await("load").atMost(LIMIT).until(() -> load.count() > 1000);
      int logged = first.log().length();
      // Fails if the node does not end in time.
      first.stop();

      String end = first.log().substring(logged);
      assertThat(end).doesNotContain("SEVERE");
      if (first.logsShutdown()) {
        assertThat(end).contains("Delivery has stopped");
      }
      assertNothingLostOrRepeated(new ChaosCount(subscribers, load.end()));
    }
  }

  private void assertNothingLostOrRepeated(ChaosCount count) {
    Set<String> delivered = database.succeeded(count.webhookIds());
    Set<String> pending = database.pendingEvents(count.webhookIds());
    List<String> waiting = artemis.waitingTexts();
    Progress.say(
        "stopped under load: %d published, %d delivered, %d pending, %d in the broker",
        count.sent(), delivered.size(), pending.size(), waiting.size());
    assertThat(count.ids())
        .allMatch(
            id ->
                delivered.contains(id)
                    || pending.contains(id)
                    || waiting.stream().anyMatch(text -> text.contains(id)),
            "is delivered, pending or in the broker");
    assertThat(count.arrived()).containsAll(delivered);
    // A busy machine can make the receiver time out, but the stop must not repeat a delivery.
    int late = count.duplicates(this::lateAnswer).getOrDefault("late", 0);
    List<String> toRepeat = count.arrived().stream().filter(pending::contains).toList();
    assertThat(toRepeat).as("arrived but pending").allMatch(database::timedOut);
    assertThat(late + toRepeat.size()).isLessThan(count.sent() / 100);
    assertThat(database.leasedEvents(count.webhookIds())).isEmpty();
  }

  private Optional<String> lateAnswer(Receipt first, Receipt again) {
    return database.timedOut(first.id()) ? Optional.of("late") : Optional.empty();
  }

  /**
   * Waits until the node answers, because its pool replaces all connections when it finds one that
   * the database closed during the pause.
   */
  private void awaitAnswers(Product node) {
    String token = environment.application().token();
    await("the node to answer again")
        .atMost(LIMIT)
        .during(Duration.ofSeconds(1))
        .until(() -> node.api().get("/webhooks").as(token).send().status() == 200);
  }
}
