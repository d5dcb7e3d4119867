package webhooks.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.DeliveriesCancelled;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhooks_deliveries_total{outcome=\"succeeded\"} 0.0",
        "webhooks_deliveries_total{outcome=\"exhausted\"} 0.0",
        "webhooks_deliveries_total{outcome=\"cancelled\"} 0.0",
        "webhooks_attempts_total{outcome=\"succeeded\"} 0.0",
        "webhooks_attempts_total{outcome=\"forbiddenAddress\"} 0.0",
        "webhooks_attempt_seconds_count 0",
        "webhooks_attempt_seconds_bucket{le=\"0.05\"} 0",
        "webhooks_events_total{result=\"accepted\"} 0.0",
        "webhooks_events_total{result=\"duplicate\"} 0.0",
        "webhooks_events_total{result=\"invalid\"} 0.0",
        "webhooks_leases_lost_total 0.0",
        "webhooks_deactivations_total{reason=\"owner\"} 0.0",
        "webhooks_deactivations_total{reason=\"administrator\"} 0.0",
        "webhooks_deactivations_total{reason=\"permissionRemoved\"} 0.0",
        "webhooks_deactivations_total{reason=\"gone\"} 0.0",
        "webhooks_deactivations_total{reason=\"failing\"} 0.0",
        "webhooks_deactivations_total{reason=\"deleted\"} 0.0",
        "webhooks_backlog NaN",
        "webhooks_oldest_pending_seconds NaN",
      })
  void exportsEachMetricFromTheStart(String line) {
    assertThat(lines()).contains(line);
  }

  @Test
  void describesEachMetric() {
    assertThat(lines())
        .filteredOn(line -> line.startsWith("# HELP "))
        .hasSizeGreaterThan(7)
        .allMatch(line -> line.matches("# HELP webhooks_\\w+ \\S.*"));
  }

  @Test
  void countsAttemptsAndFinishedDeliveries() {
    metrics.recorded(
        new OutcomesRecorded(
            List.of(
                outcome(DeliveryStatus.PENDING, AttemptError.TLS),
                outcome(DeliveryStatus.EXHAUSTED, AttemptError.TLS),
                outcome(DeliveryStatus.SUCCEEDED, null)),
            2));
    metrics.cancelled(new DeliveriesCancelled(5));

    assertThat(lines())
        .contains(
            "webhooks_attempts_total{outcome=\"tls\"} 2.0",
            "webhooks_attempts_total{outcome=\"succeeded\"} 1.0",
            "webhooks_deliveries_total{outcome=\"exhausted\"} 1.0",
            "webhooks_deliveries_total{outcome=\"succeeded\"} 1.0",
            "webhooks_deliveries_total{outcome=\"cancelled\"} 5.0",
            "webhooks_attempt_seconds_count 3",
            "webhooks_attempt_seconds_sum 0.6",
            "webhooks_leases_lost_total 2.0")
        .doesNotContain("webhooks_deliveries_total{outcome=\"pending\"}");
  }

  @Test
  void countsEventsByResult() {
    metrics.eventsIngested(new EventsIngested(7, 2));
    metrics.eventsRejected(3);

    assertThat(lines())
        .contains(
            "webhooks_events_total{result=\"accepted\"} 7.0",
            "webhooks_events_total{result=\"duplicate\"} 2.0",
            "webhooks_events_total{result=\"invalid\"} 3.0");
  }

  @Test
  void countsDeactivationsByReason() {
    metrics.deactivated(new WebhooksDeactivated(DeactivationReason.GONE, 1));
    metrics.deactivated(new WebhooksDeactivated(DeactivationReason.PERMISSION_REMOVED, 4));

    assertThat(lines())
        .contains(
            "webhooks_deactivations_total{reason=\"gone\"} 1.0",
            "webhooks_deactivations_total{reason=\"permissionRemoved\"} 4.0");
  }

  @Test
  void showsTheLastBacklogAndItsAge() {
    metrics.backlog(new PendingDeliveries(12, Optional.of(Instant.now().minusSeconds(100))));

    assertThat(lines()).contains("webhooks_backlog 12.0");
    assertThat(value("webhooks_oldest_pending_seconds")).isBetween(100.0, 160.0);

    metrics.backlog(new PendingDeliveries(0, Optional.empty()));

    assertThat(lines()).contains("webhooks_backlog 0.0", "webhooks_oldest_pending_seconds 0.0");
  }

  private List<String> lines() {
    return metrics.text().lines().toList();
  }

  private double value(String name) {
    return lines().stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static Outcome outcome(DeliveryStatus status, AttemptError error) {
    Attempt attempt =
        new Attempt(
            Instant.EPOCH,
            Duration.ofMillis(200),
            OptionalInt.empty(),
            Optional.ofNullable(error),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE);
    return new Outcome(null, attempt, 1, status, Duration.ZERO);
  }
}
