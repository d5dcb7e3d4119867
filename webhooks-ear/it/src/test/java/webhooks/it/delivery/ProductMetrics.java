package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** The metrics count correctly, need no token and name no tenant. */
abstract class ProductMetrics {
  /** Allows two attempts at once. The third one would come long after the tests. */
  static final String RETRIES = "PT1S,PT1H";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment;

  /** Tests a product that nothing else uses meanwhile, with these retries. */
  ProductMetrics(TestEnvironment environment) {
    this.environment = environment;
  }

  @Test
  void countsEventsAndDeliveries() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Registered webhook = application.register(inbox);
    Figures before = metrics();
    List<Event> events = Events.ofAccount(application.account(), 20);
    Event request = Event.ofAccount(application.account());

    environment.producer().publish(events);
    environment.producer().publish(events.get(0));
    environment.producer().publishTexts(List.of("no JSON"));
    environment.publish("[" + request.json() + "," + request.json() + "]").is(202);

    awaitSteps(
        before,
        Map.of(
            "webhooks_events_total{result=\"accepted\"}", 21,
            "webhooks_events_total{result=\"duplicate\"}", 2,
            "webhooks_events_total{result=\"invalid\"}", 1,
            "webhooks_deliveries_total{outcome=\"succeeded\"}", 21,
            "webhooks_attempts_total{outcome=\"succeeded\"}", 21,
            "webhooks_attempt_seconds_count", 21,
            "webhooks_leases_lost_total", 0));
    assertThat(inbox.receipts()).hasSize(21);
    assertThat(text()).doesNotContain(webhook.id(), application.account(), "127.0.0.1", "/inbox");
  }

  @Test
  void countsFailuresDeactivationsAndPendingDeliveries() {
    Application application = environment.application();
    Registered failing = application.register(environment.receiver().inbox().respondWith(500));
    application.register(
        environment.receiver().inbox().respondWith(410).delayBy(Duration.ofSeconds(1)));
    Figures before = metrics();

    environment.producer().publish(Events.ofAccount(application.account(), 3));

    awaitSteps(
        before,
        Map.of(
            "webhooks_attempts_total{outcome=\"status\"}", 9,
            "webhooks_deliveries_total{outcome=\"exhausted\"}", 0,
            "webhooks_deactivations_total{reason=\"gone\"}", 1));
    await().atMost(LIMIT).until(() -> metrics().of("webhooks_backlog") == 3);
    assertThat(metrics().of("webhooks_oldest_pending_seconds")).isBetween(0.001, 120.0);

    application.deactivate(failing);

    awaitSteps(before, Map.of("webhooks_deactivations_total{reason=\"owner\"}", 1));
  }

  @Test
  void countsDeactivationsByRevocationAndRemovedITwin() {
    Application application = environment.application();
    UUID revoked = application.createMaintainedITwin();
    UUID gone = application.createMaintainedITwin();
    application.register(environment.receiver().inbox(), revoked);
    application.register(environment.receiver().inbox(), gone);
    Figures before = metrics();

    environment.revoke(revoked, application.clientId());
    environment.producer().publish(Event.ofITwin(gone).ofType("iTwins.iTwinDeleted.v1"));

    awaitSteps(before, Map.of("webhooks_deactivations_total{reason=\"permissionRemoved\"}", 2));
  }

  private void awaitSteps(Figures before, Map<String, Integer> steps) {
    Map<String, Double> expected = new TreeMap<>();
    steps.forEach((name, step) -> expected.put(name, before.of(name) + step));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(metrics().all()).containsAllEntriesOf(expected));
  }

  /** Returns the metrics by name and labels. Unused ones may be missing. */
  private record Figures(Map<String, Double> all) {
    double of(String name) {
      double value = all.getOrDefault(name, 0.0);
      return Double.isNaN(value) ? 0 : value;
    }
  }

  private Figures metrics() {
    Map<String, Double> all = new TreeMap<>();
    text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              all.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return new Figures(all);
  }

  /** Sends the request without a token. */
  private String text() {
    Answer answer = environment.api().get("/metrics").send().is(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    return answer.body();
  }
}
