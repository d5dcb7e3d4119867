package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Product;

/** Several nodes start together on an empty PostgreSQL and share the events of one broker. */
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final int EVENTS = 20_000;
  private static final int BATCH = 500;
  private static final int CHANGES = 100;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Long enough that a busy machine repeats no delivery. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final Duration LEASE = TIMEOUT.plusSeconds(10);

  /** Slow enough that each node has requests in flight at the kill. */
  private static final Duration ANSWER_TIME = Duration.ofMillis(200);

  private final Artemis artemis = new Artemis("cluster-broker").start();
  private final TestEnvironment environment = TestEnvironment.ofNodes("cluster", artemis, nodes());
  private List<String> firstStarts;

  private static Product[] nodes() {
    String[] servers = System.getProperty("webhooks.it.cluster", "micro,micro,wildfly").split(",");
    return IntStream.range(0, servers.length)
        .mapToObj(i -> Product.on(servers[i], "cluster-" + (i + 1) + "-" + servers[i]))
        .toArray(Product[]::new);
  }

  @BeforeAll
  void start() {
    environment.nodes().forEach(node -> node.with("webhooks.delivery.timeout", TIMEOUT.toString()));
    environment.nodes().forEach(node -> node.with("webhooks.log.attempts", "all"));
    environment.start();
    firstStarts = environment.nodes().stream().map(Product::log).toList();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void oneNodeMigratesWhileTheOthersWait() {
    assertThat(firstStarts)
        .filteredOn(log -> log.matches("(?s).*up to date, [1-9]\\d* migrations run.*"))
        .hasSize(1);
    assertThat(firstStarts)
        .filteredOn(log -> log.contains("up to date, 0 migrations run"))
        .hasSize(environment.nodes().size() - 1);
  }

  @Test
  void everyNodeDeliversAShareAndNoEventTwice() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Registered webhook = application.register(inbox);

    Instant begin = Instant.now();
    List<Event> events = publish(application);
    Events.awaitAll(events, inbox, LIMIT);

    Progress.say(
        "%d nodes: published %d, received %d, distinct %d in %.1f s",
        environment.nodes().size(),
        EVENTS,
        inbox.receipts().size(),
        inbox.distinct(),
        Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    assertThat(inbox.receipts()).hasSize(EVENTS);
    // Nodes log the last outcomes after they are recorded.
    await("all attempts logged").until(() -> deliveriesByNode(webhook).sum() == EVENTS);
    environment
        .nodes()
        .forEach(node -> Progress.say("%s delivered %d", node.name(), share(node, webhook)));
    long fair = EVENTS / environment.nodes().size();
    assertThat(deliveriesByNode(webhook).boxed()).allMatch(share -> share > fair / 4);
  }

  @Test
  void killedNodeLosesNothing() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox().delayBy(ANSWER_TIME);
    Registered webhook = application.register(inbox);
    Product victim = environment.nodes().get(1);

    List<Event> events = publish(application);
    await("half of the deliveries").atMost(LIMIT).until(() -> inbox.distinct() >= EVENTS / 2);
    Instant killed = victim.kill9();
    List<Receipt> before = inbox.receipts();
    Set<String> open = CrashCount.open(before);
    Set<String> recorded = environment.database().succeeded(webhook.id());
    Events.awaitAll(events, inbox, LIMIT);
    CrashCount.awaitAllRepeats(inbox, killed.plus(LEASE));

    new CrashCount("one node killed", EVENTS, before, open, inbox.byId(), recorded, killed).check();
    assertThat(share(victim, webhook)).as("delivered by the killed node").isPositive();
    victim.start();
  }

  @Test
  void deactivationAppliesToTheNextEventOnEveryNode() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Inbox control = environment.receiver().inbox();
    Registered webhook = application.register(inbox);
    application.register(control);

    for (int i = 0; i < CHANGES; i++) {
      application.at(node(i)).deactivate(webhook);
      Event missed = publish(Event.ofAccount(application.account()));
      control.awaitEvent(missed.messageId());
      application.at(node(i / 2)).activate(webhook);
      Event wanted = publish(Event.ofAccount(application.account()));
      inbox.awaitEvent(wanted.messageId());
    }

    assertThat(control.distinct()).isEqualTo(2 * CHANGES);
    assertThat(inbox.receipts()).hasSize(CHANGES);
  }

  @Test
  void changeOfTypesAppliesToTheNextEventOnEveryNode() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Inbox control = environment.receiver().inbox();
    Registered webhook = application.register(inbox, Event.CREATED);
    application.register(control, Event.CREATED, Event.DELETED);
    List<String> types = List.of(Event.CREATED, Event.DELETED);

    for (int i = 0; i < CHANGES; i++) {
      String other = types.get((i + 1) % 2);
      application.at(node(i)).patch(webhook, "{\"eventTypes\":[\"" + other + "\"]}").is(200);
      Event missed = publish(Event.ofAccount(application.account()).ofType(types.get(i % 2)));
      // The event is stored before the next change.
      control.awaitEvent(missed.messageId());
      Event wanted = publish(Event.ofAccount(application.account()).ofType(other));
      inbox.awaitEvent(wanted.messageId());
    }

    assertThat(inbox.receipts()).hasSize(CHANGES);
  }

  private List<Event> publish(Application application) {
    List<Event> events = Events.ofAccount(application.account(), EVENTS);
    for (int i = 0; i < EVENTS; i += BATCH) {
      environment.producer().publish(events.subList(i, i + BATCH));
    }
    return events;
  }

  private Event publish(Event event) {
    environment.producer().publish(event);
    return event;
  }

  private Product node(int i) {
    return environment.nodes().get(i % environment.nodes().size());
  }

  private LongStream deliveriesByNode(Registered webhook) {
    return environment.nodes().stream().mapToLong(node -> share(node, webhook));
  }

  /** Returns the number of deliveries in a node's log. */
  private static long share(Product node, Registered webhook) {
    return node.attemptLog()
        .lines()
        .filter(line -> line.contains("webhook=" + webhook.id() + " "))
        .filter(line -> line.contains("status=succeeded"))
        .count();
  }
}
