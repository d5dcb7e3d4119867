package webhooks.it.resilience.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.Latencies;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.server.Footprint;
import webhooks.it.harness.server.Hosts;
import webhooks.it.harness.server.Sockets;
import webhooks.it.resilience.receiver.HostileReceivers.Hostility;

/** Hostile receivers harm only their own webhooks. */
class HostileReceiverIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MEASURED = Extent.of(300, 1_000);

  /** The delay of a busy machine. Without isolation the delay is many seconds. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** The changes of a server's thread pools during the test. */
  private static final int FEW = 10;

  private static final long SOME_HEAP = 32L << 20;

  private final Hosts hosts = new Hosts();
  private final TestEnvironment environment = TestEnvironment.named("hostile");
  private final Application healthy = environment.application();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final HostileReceivers hostilities = new HostileReceivers(environment.authority());
  private final Map<Registered, Hostility> webhooks = new LinkedHashMap<>();

  @BeforeEach
  void start() {
    URI trap = hostilities.redirectTarget().url();
    hosts
        .configure(environment.product().withFullCompiler())
        // Checks that the product ignores Java's proxy settings.
        .with("https.proxy", trap.toString())
        .withJava("-Dhttps.proxyHost=" + trap.getHost())
        .withJava("-Dhttps.proxyPort=" + trap.getPort())
        .with("webhooks.delivery.timeout", TIMEOUT.toString())
        .with("webhooks.delivery.retry-schedule", "PT1S");
    environment.start();
    healthy.register(inbox);
    hostilities
        .all()
        .forEach(
            (url, hostility) -> webhooks.put(application.create(Body.ofAccount(url)), hostility));
    webhooks.keySet().forEach(application::activate);
    hosts.define("10.0.0.1 forbidden.example.test");
    measure(MEASURED);
  }

  @AfterEach
  void stop() throws IOException {
    environment.close();
    hostilities.close();
  }

  @Test
  void hostileReceiversDoNotChangeResourcesAndLatency() {
    Latencies latencyBefore = measure(MEASURED);
    Footprint before = Footprint.of(environment.product());

    PeriodicTask attack =
        new PeriodicTask(
            PACE, () -> environment.producer().publish(Event.ofAccount(application.account())));
    // Warms up as before the first measurement, because compilation takes a core.
    measure(2 * MEASURED);
    Duration bound = latencyBefore.p99().multipliedBy(2).plus(SLACK);
    Duration latency = Timing.within(bound, this::p99);
    attack.close();
    awaitOutcomes();
    awaitNoConnectionToThem();

    Progress.say("latency before: %s", latencyBefore);
    assertThat(latency).isLessThan(bound);
    assertThat(hostilities.redirectTarget().connections()).isZero();
    Progress.say("before: %s", before);
    await("the resources to be released")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertNoMoreThan(before, Footprint.of(environment.product())));
  }

  private Duration p99() {
    Latencies latency = measure(MEASURED);
    Progress.say("latency under attack: %s", latency);
    return latency.p99();
  }

  private Latencies measure(int count) {
    return Latencies.measured(environment, healthy.account(), inbox, count);
  }

  /** Deactivates the webhooks and checks the error of each attempt so far. */
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
    return DeliveryHistory.deliveries(get(webhook, "?$top=100&status=" + status));
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
