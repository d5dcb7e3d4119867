package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.ProcessSignal;
import webhooks.it.harness.server.Product;

/** Two nodes on one PostgreSQL and one broker lose no event under any fault. */
@OnMicro
@OnPayara
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosIT {
  private static final long SEED = Long.getLong("webhooks.it.seed", System.nanoTime() % 1_000_000);

  /** The number of times that each kind of fault happens. */
  private static final int ROUNDS = Extent.of(1, 20);

  private static final Duration RECOVERY = Duration.ofSeconds(90);
  private static final int BATCH = 10;
  private static final Duration PACE = Duration.ofMillis(45);

  private final Postgres postgres = new Postgres("chaos-postgres").start();
  private final Artemis broker = new Artemis("chaos-broker").start();
  private final TestEnvironment environment =
      TestEnvironment.ofNodes(
          "chaos", postgres, broker, Product.named("chaos-1"), Product.named("chaos-2"));
  private final List<TcpRelay> relays =
      environment.nodes().stream().map(node -> new TcpRelay(postgres.port())).toList();

  @BeforeAll
  void start() {
    for (int i = 0; i < relays.size(); i++) {
      environment
          .nodes()
          .get(i)
          .with("webhooks.db.url", environment.database().urlAt(relays.get(i).port()))
          .with("webhooks.delivery.retry-schedule", "PT1S,PT2S,PT2S,PT5S,PT5S,PT5S,PT5S,PT5S,PT5S");
    }
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
    relays.forEach(TcpRelay::close);
    postgres.close();
  }

  @OnMicro
  @Order(1)
  @Test
  void losesNothingUnderRandomFaults() {
    Progress.say("chaos: seed %d (-Dwebhooks.it.seed=%d)", SEED, SEED);
    Chaos chaos = new Chaos(environment, postgres, broker, relays, SEED);
    List<Subscriber> subscribers = Subscriber.fiftyMixed(environment);
    try (Load load = load(subscribers)) {
      Instant begin = Instant.now();
      chaos.causeFaults(ROUNDS);
      Duration time = Duration.between(begin, Instant.now());
      ChaosCount count = new ChaosCount(subscribers, load.end());
      awaitEnd(count);
      Progress.say("chaos: faults\n%s", chaos.timeline());
      Map<String, Integer> duplicates = count.duplicates(chaos::explains);

      Progress.say(
          "chaos: sent %d, lost %d, duplicates %d (%s), longest recovery %.1f s",
          count.sent(),
          count.lost().size(),
          duplicates.values().stream().mapToInt(Integer::intValue).sum(),
          duplicates,
          count.longestLatency(load::takenAt).toMillis() / 1000.0);
      assertThat(count.sent()).isGreaterThan((int) (time.toSeconds() * 50));
    }
  }

  /** Runs last, because one node is stopped afterwards. */
  @Order(3)
  @Test
  void stopUnderLoadLosesAndRepeatsNothing() {
    warmUp();
    List<Subscriber> subscribers = healthy(10);
    Product node = environment.product();
    try (Load load = load(subscribers)) {
      await("load").atMost(RECOVERY).until(() -> load.count() > 500);
      for (int i = 0; i < subscribers.size(); i++) {
        subscribers.get(i).inbox().delayBy(Duration.ofMillis(100 + 200 * i));
      }
      await("load").atMost(RECOVERY).until(() -> load.count() > 1000);
      int logged = node.log().length();
      Instant begin = Instant.now();
      node.stop();
      Duration took = Duration.between(begin, Instant.now());
      await("load").atMost(RECOVERY).until(() -> load.count() > 1500);
      ChaosCount count = new ChaosCount(subscribers, load.end());
      awaitEnd(count);

      Progress.say("stopped under load: %d sent, ended after %s", count.sent(), took);
      int late = count.duplicates(this::lateAnswer).getOrDefault("late", 0);
      Progress.say("%d late answers", late);
      assertThat(late).isLessThan(count.sent() / 100);
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      String end = node.log().substring(logged);
      assertThat(end).doesNotContain("SEVERE");
      if (node.logsShutdown()) {
        assertThat(end).contains("Delivery has stopped");
      }
    }
  }

  /** Returns duplicates after a time-out, which the stop of the node did not cause. */
  private Optional<String> lateAnswer(Receipt first, Receipt again) {
    return environment.database().timedOut(first.id()) ? Optional.of("late") : Optional.empty();
  }

  /** Delivers some events first, so that the JVM compiles the code. */
  private void warmUp() {
    List<Subscriber> subscribers = healthy(10);
    try (Load load = load(subscribers)) {
      await("load").atMost(RECOVERY).until(() -> load.count() > 500);
      awaitEnd(new ChaosCount(subscribers, load.end()));
    }
  }

  private List<Subscriber> healthy(int count) {
    return Stream.generate(() -> Subscriber.healthy(environment, environment.receiver().inbox()))
        .limit(count)
        .toList();
  }

  @OnMicro
  @Order(2)
  @Test
  void pausedNodeDoesNotOverwriteTheNewOwnersOutcome() {
    Inbox inbox = environment.receiver().inbox().respondWith(200).delayBy(Duration.ofSeconds(2));
    Subscriber subscriber = Subscriber.healthy(environment, inbox);
    Product paused = environment.product();
    List<Event> events = Stream.generate(subscriber::event).limit(20).toList();
    // Sends the events one by one, so that both nodes take some.
    events.forEach(event -> environment.producer().publish(event));
    await("all").pollInterval(Duration.ofMillis(20)).until(() -> inbox.distinct() == events.size());

    ProcessSignal.STOP.to(paused);
    int logged = paused.log().length();
    try {
      await("answers").until(() -> inbox.receipts().stream().allMatch(Receipt::isAnswered));
      inbox.respondWith(201).delayBy(Duration.ZERO);
      await("the new owner's outcomes").atMost(RECOVERY).until(() -> pending(subscriber) == 0);
    } finally {
      ProcessSignal.CONT.to(paused);
    }
    List<Event> repeated =
        events.stream().filter(event -> inbox.receipts(event.messageId()).size() > 1).toList();
    assertThat(repeated).as("in flight on the paused node").isNotEmpty();
    await("the paused node to find its leases lost")
        .atMost(RECOVERY)
        .until(() -> paused.log().indexOf("came after their lease had ended", logged) >= 0);
    awaitAnswers(paused);
    Progress.say("paused with %d of %d deliveries in flight", repeated.size(), events.size());
    assertThat(repeated)
        .allSatisfy(
            event ->
                assertThat(
                        environment
                            .database()
                            .deliveries(subscriber.webhook().id(), event.messageId()))
                    .singleElement()
                    .satisfies(
                        delivery -> {
                          assertThat(delivery.status()).isEqualTo("succeeded");
                          assertThat(delivery.attempts()).containsExactly("201");
                        }));
  }

  /**
   * Waits until the node answers, because its pool replaces all connections when it finds one that
   * the database closed during the pause.
   */
  private void awaitAnswers(Product node) {
    String token = environment.application().token();
    await("the node to answer again")
        .atMost(RECOVERY)
        .during(Duration.ofSeconds(1))
        .until(() -> node.api().get("/webhooks").as(token).send().status() == 200);
  }

  private int pending(Subscriber subscriber) {
    return environment.database().pending(List.of(subscriber.webhook().id()));
  }

  /** Waits until all events have arrived and are recorded. */
  private void awaitEnd(ChaosCount count) {
    await("all that was sent").atMost(RECOVERY).until(() -> count.lost().size(), lost -> lost == 0);
    await("all that arrived to be recorded")
        .atMost(RECOVERY)
        .until(() -> environment.database().pending(count.webhookIds()) == 0);
  }

  private Load load(List<Subscriber> subscribers) {
    Random random = new Random(SEED);
    return new Load(
        broker,
        PACE,
        () ->
            Stream.generate(() -> subscribers.get(random.nextInt(subscribers.size())).event())
                .limit(BATCH)
                .toList());
  }
}
