package webhooks.it.resilience.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.LatencyComparison;
import webhooks.it.harness.environment.Publishers;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.server.Footprint;
import webhooks.it.harness.server.Hosts;
import webhooks.it.harness.server.Sockets;
import webhooks.it.resilience.receiver.HostileReceivers.Hostility;

/**
 * Receivers harm only their own webhooks: the events of others arrive fast, and no resource is
 * lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Close to the time-out: each delivery holds its slot as long as possible. */
  private static final Duration SLOW = Duration.ofMillis(1500);

  private static final Duration SLOWISH = Duration.ofMillis(300);
  private static final Duration PACE = Extent.of(Duration.ofSeconds(2), Duration.ofMillis(500));
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int QUEUED = Extent.of(2_000, 10_000);
  private static final int BATCH = 100;

  /** The delay of a busy machine. Without isolation the delay is seconds. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /** The hostile receivers themselves, which run in this JVM, add to it. */
  private static final Duration SLACK_OF_ATTACK = Duration.ofSeconds(1);

  private static final int SLOTS = Extent.of(100, 500);
  private static final int SILENT = Extent.of(250, 5_000);

  /** The number of deliveries of a webhook and status whose attempts are checked. */
  private static final int CHECKED = Extent.of(5, 100);

  /** The changes of a server's thread pools during the test. */
  private static final int FEW = 10;

  private static final int PUBLISHERS = 16;
  private static final int ROUNDS = 3;

  private static final long SOME_HEAP = 32L << 20;

  private final Hosts hosts = new Hosts();
  private final TestEnvironment environment = TestEnvironment.named("isolation");
  private final Application healthy = environment.application();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final HostileReceivers hostilities = new HostileReceivers(environment.authority());
  private final Map<Registered, Hostility> webhooks = new LinkedHashMap<>();
  private LatencyComparison latency;

  @BeforeAll
  void start() {
    if (Extent.isLong()) {
      environment.product().withFullCompiler();
    }
    URI trap = hostilities.redirectTarget().url();
    hosts
        .configure(environment.product())
        // Checks that the product ignores Java's proxy settings.
        .with("https.proxy", trap.toString())
        .withJava("-Dhttps.proxyHost=" + trap.getHost())
        .withJava("-Dhttps.proxyPort=" + trap.getPort())
        .with("webhooks.delivery.timeout", TIMEOUT.toString())
        .with("webhooks.delivery.max-in-flight", String.valueOf(SLOTS))
        // Thousands of webhooks are created and activated at once.
        .with("webhooks.rate-limit", "1000000")
        // A busy machine can make the healthy receiver too slow for some attempts.
        .with("webhooks.delivery.retry-schedule", "PT1S,PT5S,PT10S,PT20S");
    environment.start();
    healthy.register(inbox);
    latency = new LatencyComparison(environment, healthy.account(), inbox);
  }

  @AfterAll
  void stop() throws IOException {
    environment.close();
    hostilities.close();
  }

  @Test
  void backlogsOfNeighboursDoNotDelayAWebhook() {
    latency.assertNotDelayed(
        SLACK,
        () -> {
          List<Runnable> ends = new ArrayList<>();
          ends.add(createBacklog(environment.receiver().inbox().delayBy(SLOW).url()));
          ends.add(createBacklog(URI.create("https://127.0.0.1:" + Places.freePort() + "/")));
          ends.add(createBacklog(environment.receiver().inbox().delayBy(SLOWISH).url()));
          return () -> ends.forEach(Runnable::run);
        });
  }

  /** Without isolation of accounts, events wait for the time-outs of all deliveries before them. */
  @Test
  void silentWebhooksOfOneAccountDelayNoOtherAccount() throws IOException {
    // The system accepts the connections, and nobody ever reads or answers.
    try (ServerSocket silent = new ServerSocket(0, SILENT, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/");
      latency.assertNotDelayed(SLACK_OF_ATTACK, () -> publishToManyWebhooksAt(url));
    }
  }

  /** Requests of the other account are stored with it, and use the same processors. */
  @Test
  void requestsOfOneAccountDelayNoOtherAccount() {
    PublishTimes times = new PublishTimes(environment, healthy.account());
    for (int round = 1; ; round++) {
      Duration alone = times.p99();
      Duration beside;
      int published;
      try (Publishers neighbour =
          new Publishers(environment, environment.application().account(), PUBLISHERS)) {
        neighbour.awaitMore(202, PUBLISHERS);
        beside = times.p99();
        published = neighbour.end().size();
      }
      Progress.say("p99 of a request alone: %s, beside %d others: %s", alone, published, beside);
      if (beside.compareTo(alone.multipliedBy(3)) <= 0) {
        return;
      }
      assertThat(round).as("time within its bound in one of the rounds").isLessThan(ROUNDS);
    }
  }

  private Runnable publishToManyWebhooksAt(URI url) {
    Application neighbour = environment.application();
    List<Registered> created =
        IntStream.range(0, SILENT)
            .parallel()
            .mapToObj(number -> neighbour.create(Body.ofAccount(url)))
            .toList();
    created.parallelStream().forEach(neighbour::activate);
    PeriodicTask publishing =
        new PeriodicTask(
            TIMEOUT, () -> environment.producer().publish(Event.ofAccount(neighbour.account())));
    return () -> {
      publishing.close();
      created.parallelStream().forEach(neighbour::deactivate);
    };
  }

  /**
   * Creates a webhook and publishes more events than it can receive during the test.
   *
   * @return deactivates the webhook
   */
  private Runnable createBacklog(URI callbackUrl) {
    Application neighbour = environment.application();
    Registered webhook = neighbour.create(Body.ofAccount(callbackUrl));
    neighbour.activate(webhook);
    for (int i = 0; i < QUEUED; i += BATCH) {
      environment.producer().publish(Events.ofAccount(neighbour.account(), BATCH));
    }
    Event last = Event.ofAccount(healthy.account());
    environment.producer().publish(last);
    // The product stores this event after all events of the neighbour.
    inbox.awaitEvent(last.messageId(), 1, LIMIT);
    return () -> neighbour.deactivate(webhook);
  }

  @Test
  void hostileReceiversDoNotChangeResourcesAndLatency() {
    createHostileWebhooks();
    Footprint before = Footprint.of(environment.product());

    latency.assertNotDelayed(SLACK_OF_ATTACK, this::attack);
    awaitOutcomes();
    awaitNoConnectionToThem();

    assertThat(hostilities.redirectTarget().connections()).isZero();
    Progress.say("before: %s", before);
    await("the resources to be released")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertNoMoreThan(before, Footprint.of(environment.product())));
  }

  private void createHostileWebhooks() {
    hostilities
        .all()
        .forEach(
            (url, hostility) -> webhooks.put(application.create(Body.ofAccount(url)), hostility));
    webhooks.keySet().forEach(application::activate);
    // Afterwards, because a webhook at a forbidden address cannot be created.
    hosts.define("10.0.0.1 forbidden.example.test");
  }

  private Runnable attack() {
    return new PeriodicTask(
            PACE, () -> environment.producer().publish(Event.ofAccount(application.account())))
        ::close;
  }

  /** Deactivates the webhooks and checks the errors of their attempts. */
  private void awaitOutcomes() {
    webhooks.keySet().forEach(application::deactivate);
    Map<String, Object> expected = new TreeMap<>();
    webhooks.values().forEach(each -> expected.put(each.name(), List.of(each.outcome())));
    webhooks.keySet().forEach(this::awaitEnd);
    Map<String, Object> found = new TreeMap<>();
    webhooks.forEach(
        (webhook, hostility) -> found.put(hostility.name(), outcomes(webhook, hostility)));
    assertThat(found).containsExactlyEntriesOf(expected);
  }

  private void awaitEnd(Registered webhook) {
    await("the outcome of all").atMost(LIMIT).until(() -> list(webhook, "pending").isEmpty());
  }

  /** Returns the errors of a webhook's attempts, without those that a busy machine adds. */
  private List<String> outcomes(Registered webhook, Hostility hostility) {
    TreeSet<String> errors = new TreeSet<>();
    for (String status : List.of("succeeded", "exhausted", "cancelled")) {
      for (JsonObject delivery : list(webhook, status)) {
        get(webhook, "/" + delivery.getString("id"))
            .getJsonArray("attempts")
            .getValuesAs(JsonObject.class)
            .forEach(attempt -> errors.add(attempt.getString("error", "none")));
      }
    }
    String expected = hostility.outcome();
    if (errors.contains(expected)) {
      errors.removeIf(error -> !error.equals(expected) && hostility.mayAdd(error));
    }
    return List.copyOf(errors);
  }

  private List<JsonObject> list(Registered webhook, String status) {
    return DeliveryHistory.deliveries(get(webhook, "?$top=" + CHECKED + "&status=" + status));
  }

  private JsonObject get(Registered webhook, String rest) {
    return environment
        .api()
        .get("/webhooks/" + webhook.id() + "/deliveries" + rest)
        .as(application.token())
        .send()
        .is(200)
        .json();
  }

  private void awaitNoConnectionToThem() {
    List<String> theirs = hostilities.all().keySet().stream().map(URI::getAuthority).toList();
    await("all connections to be closed")
        .atMost(TIMEOUT.multipliedBy(5))
        .untilAsserted(
            () ->
                assertThat(Sockets.connected(environment.product().pid()))
                    .doesNotContainAnyElementsOf(theirs));
  }

  private static void assertNoMoreThan(Footprint before, Footprint now) {
    Progress.say("now: %s", now);
    assertThat(now.threads()).isLessThanOrEqualTo(before.threads() + FEW);
    assertThat(now.connections()).isLessThanOrEqualTo(before.connections() + FEW);
    assertThat(now.heap()).isLessThanOrEqualTo(before.heap() + SOME_HEAP);
  }
}
