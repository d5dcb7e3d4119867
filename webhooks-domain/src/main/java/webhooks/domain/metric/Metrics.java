package webhooks.domain.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.DeliveriesCancelled;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * The metrics of this node since its start, and of the queue at its last measurement. Queue metrics
 * are NaN before the first one. Safe for several threads.
 */
@ApplicationScoped
public class Metrics {
  private static final String DELIVERIES = "webhooks.deliveries";
  private static final String ATTEMPTS = "webhooks.attempts";
  private static final String EVENTS = "webhooks.events";
  private static final String LEASES_LOST = "webhooks.leases.lost";
  private static final String DEACTIVATIONS = "webhooks.deactivations";
  private static final String REASON = "reason";
  private static final String OUTCOME = "outcome";
  private static final String RESULT = "result";
  private static final String SUCCEEDED = "succeeded";
  private static final String ACCEPTED = "accepted";
  private static final String DUPLICATE = "duplicate";
  private static final String INVALID = "invalid";

  private static final Map<String, String> COUNTED =
      Map.of(
          DELIVERIES, "Finished deliveries, by outcome",
          ATTEMPTS, "Attempts, by their success or error",
          EVENTS, "Received events, by result",
          LEASES_LOST, "Outcomes that came after their lease had ended",
          DEACTIVATIONS, "Deactivated webhooks, by reason");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Clock clock = Clock.systemUTC();
  private final Timer attempts =
      Timer.builder("webhooks.attempt")
          .description("How long attempts took, from the look-up to the answer")
          .serviceLevelObjectives(
              Duration.ofMillis(50),
              Duration.ofMillis(100),
              Duration.ofMillis(250),
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofMillis(2500),
              Duration.ofSeconds(5),
              Duration.ofSeconds(10))
          .register(registry);
  private volatile Optional<PendingDeliveries> backlog = Optional.empty();

  /** Creates the bean. Each counter with known tags starts at zero. */
  public Metrics() {
    Gauge.builder(
            "webhooks.backlog",
            () -> backlog.map(PendingDeliveries::pending).map(Long::doubleValue).orElse(Double.NaN))
        .description("Deliveries that are to be sent, of all nodes")
        .register(registry);
    Gauge.builder("webhooks.oldest.pending", this::secondsOfOldest)
        .baseUnit("seconds")
        .description("The age of the oldest pending delivery, of all nodes")
        .register(registry);
    count(0, LEASES_LOST);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      if (status != DeliveryStatus.PENDING) {
        count(0, DELIVERIES, OUTCOME, status.text());
      }
    }
    count(0, ATTEMPTS, OUTCOME, SUCCEEDED);
    for (AttemptError error : AttemptError.values()) {
      count(0, ATTEMPTS, OUTCOME, error.text());
    }
    for (DeactivationReason reason : DeactivationReason.values()) {
      count(0, DEACTIVATIONS, REASON, reason.text());
    }
    count(0, EVENTS, RESULT, ACCEPTED);
    count(0, EVENTS, RESULT, DUPLICATE);
    count(0, EVENTS, RESULT, INVALID);
  }

  private double secondsOfOldest() {
    return backlog
        .map(pending -> pending.oldest().map(this::secondsSince).orElse(0.0))
        .orElse(Double.NaN);
  }

  private double secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, clock.instant()).toMillis()) / 1000.0;
  }

  /** Counts attempts, finished deliveries and lost leases. */
  public void recorded(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) OutcomesRecorded recorded) {
    count(recorded.lost(), LEASES_LOST);
    for (Outcome outcome : recorded.outcomes()) {
      attempts.record(outcome.attempt().duration());
      String result = outcome.attempt().error().map(AttemptError::text).orElse(SUCCEEDED);
      count(1, ATTEMPTS, OUTCOME, result);
      if (outcome.status() != DeliveryStatus.PENDING) {
        count(1, DELIVERIES, OUTCOME, outcome.status().text());
      }
    }
  }

  /** Counts deliveries that were cancelled because of a deactivation. */
  public void cancelled(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesCancelled cancelled) {
    count(cancelled.count(), DELIVERIES, OUTCOME, DeliveryStatus.CANCELLED.text());
  }

  /** Counts accepted and repeated events. */
  public void eventsIngested(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) EventsIngested events) {
    count(events.accepted(), EVENTS, RESULT, ACCEPTED);
    count(events.duplicates(), EVENTS, RESULT, DUPLICATE);
  }

  /** Counts rejected events. They belong to no transaction of the database. */
  public void eventsRejected(int count) {
    count(count, EVENTS, RESULT, INVALID);
  }

  /** Counts webhooks that were deactivated. */
  public void deactivated(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) WebhooksDeactivated deactivated) {
    count(deactivated.count(), DEACTIVATIONS, REASON, deactivated.reason().text());
  }

  /** Sets the metrics of pending deliveries. */
  public void backlog(PendingDeliveries pending) {
    backlog = Optional.of(pending);
  }

  private void count(int amount, String name, String... tags) {
    Counter.builder(name)
        .description(COUNTED.get(name))
        .tags(tags)
        .register(registry)
        .increment(amount);
  }

  /** Returns all metrics in Prometheus's text format 0.0.4. */
  public String text() {
    return registry.scrape();
  }
}
