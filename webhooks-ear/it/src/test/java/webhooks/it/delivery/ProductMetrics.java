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
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** The metrics count correctly, need no token and name no tenant. */
abstract class ProductMetrics {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment;

  /** Tests a product that nothing else uses meanwhile, with this schedule of retries. */
  ProductMetrics(TestEnvironment environment) {
    this.environment = environment;
  }

  @Test
  void countsEventsAndDeliveries() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Registered webhook = application.register(inbox);
    NodeMetrics before = metrics();
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
    assertThat(NodeMetrics.text(environment.product()))
        .doesNotContain(webhook.id(), application.account(), "127.0.0.1", "/inbox");
  }

  @Test
  void countsFailuresDeactivationsAndPendingDeliveries() {
    Application application = environment.application();
    Registered paused =
        application.register(
            environment
                .receiver()
                .inbox()
                .respondWith(503)
                .respondWithHeader("Retry-After", "3600"));
    application.register(environment.receiver().inbox().respondWith(410));
    NodeMetrics before = metrics();

    environment.producer().publish(Event.ofAccount(application.account()));

    awaitSteps(
        before,
        Map.of(
            "webhooks_attempts_total{outcome=\"status\"}", 2,
            "webhooks_deliveries_total{outcome=\"exhausted\"}", 0,
            "webhooks_deactivations_total{reason=\"gone\"}", 1));
    await().atMost(LIMIT).until(() -> metrics().of("webhooks_backlog") == 1);
    assertThat(metrics().of("webhooks_oldest_pending_seconds")).isBetween(0.001, 120.0);

    application.deactivate(paused);

    awaitSteps(before, Map.of("webhooks_deactivations_total{reason=\"owner\"}", 1));
  }

  @Test
  void countsDeactivationsByRevocationAndRemovedITwin() {
    Application application = environment.application();
    UUID revoked = application.createMaintainedITwin();
    UUID gone = application.createMaintainedITwin();
    application.register(environment.receiver().inbox(), revoked);
    application.register(environment.receiver().inbox(), gone);
    NodeMetrics before = metrics();

    environment.revoke(revoked, application.clientId());
    environment.producer().publish(Event.ofITwin(gone).ofType("iTwins.iTwinDeleted.v1"));

    awaitSteps(before, Map.of("webhooks_deactivations_total{reason=\"permissionRemoved\"}", 2));
  }

  private void awaitSteps(NodeMetrics before, Map<String, Integer> steps) {
    Map<String, Double> expected = new TreeMap<>();
    steps.forEach((name, step) -> expected.put(name, before.of(name) + step));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(metrics().samples()).containsAllEntriesOf(expected));
  }

  private NodeMetrics metrics() {
    return NodeMetrics.of(environment.product());
  }
}
