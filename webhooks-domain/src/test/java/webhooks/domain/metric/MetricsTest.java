package webhooks.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.database.Database;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.delivery.queue.DeliveriesCancelled;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.id.Ids;
import webhooks.domain.node.FakeNode;
import webhooks.domain.node.RunningNode;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

class MetricsTest {
  private final Metrics metrics = new Metrics(new FakeNode().running(), new Database(refusing()));

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
        "webhooks_events_filtered_total 0.0",
        "webhooks_leases_lost_total 0.0",
        "webhooks_deactivations_total{reason=\"owner\"} 0.0",
        "webhooks_deactivations_total{reason=\"administrator\"} 0.0",
        "webhooks_deactivations_total{reason=\"permissionRemoved\"} 0.0",
        "webhooks_deactivations_total{reason=\"gone\"} 0.0",
        "webhooks_deactivations_total{reason=\"failing\"} 0.0",
        "webhooks_deactivations_total{reason=\"deleted\"} 0.0",
        "webhooks_backlog NaN",
        "webhooks_oldest_pending_seconds NaN",
        "webhooks_operational_events_waiting NaN",
        "webhooks_attempt_seconds_max 0.0",
        "webhooks_first_attempt_delay_seconds_count 0",
        "webhooks_record_batch_size_count 0",
        "webhooks_intake_batch_size_count 0",
        "webhooks_database_connection_seconds_count 0",
        "webhooks_database_connection_failures_total 0.0",
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
            "webhooks_attempt_seconds_bucket{le=\"0.1\"} 0",
            "webhooks_attempt_seconds_bucket{le=\"0.25\"} 3",
            "webhooks_attempt_seconds_bucket{le=\"+Inf\"} 3",
            "webhooks_attempt_seconds_max 0.2",
            "webhooks_record_batch_size_sum 5.0",
            "webhooks_leases_lost_total 2.0")
        .doesNotContain("webhooks_deliveries_total{outcome=\"pending\"}");
  }

  @Test
  void measuresTheDelayOfFirstAttemptsAlone() {
    metrics.recorded(
        new OutcomesRecorded(
            List.of(
                outcome(1, DeliveryStatus.PENDING, AttemptError.STATUS),
                outcome(2, DeliveryStatus.SUCCEEDED, null)),
            0));

    assertThat(lines())
        .contains(
            "webhooks_first_attempt_delay_seconds_bucket{le=\"1.0\"} 0",
            "webhooks_first_attempt_delay_seconds_bucket{le=\"5.0\"} 1",
            "webhooks_first_attempt_delay_seconds_sum 2.0");
  }

  @Test
  void showsTheLoadOfTheNode() {
    assertThat(lines())
        .contains(
            "webhooks_in_flight 3.0",
            "webhooks_in_flight_limit 500.0",
            "webhooks_prefetched 4.0",
            "webhooks_unrecorded 2.0",
            "webhooks_leased 9.0",
            "webhooks_leased_limit 4000.0",
            "webhooks_receiver_connections{state=\"in_use\"} 5.0",
            "webhooks_receiver_connections{state=\"idle\"} 6.0",
            "webhooks_receiver_connections_limit 1064.0",
            "webhooks_claim_batch_size_count 0");
  }

  @Test
  void showsNoLoadBeforeTheNodeStarts() {
    Metrics early = new Metrics(new RunningNode(), new Database(refusing()));

    assertThat(early.text().lines())
        .contains("webhooks_in_flight NaN")
        .noneMatch(line -> line.startsWith("webhooks_claim_batch_size"));
  }

  @Test
  void countsConnectionsAndTheirFailures() throws SQLException {
    AtomicBoolean full = new AtomicBoolean();
    Database database = new Database(pool(full));
    Metrics ofPool = new Metrics(new RunningNode(), database);
    database.connection().close();
    full.set(true);

    assertThatThrownBy(database::connection).isInstanceOf(SQLException.class);

    assertThat(ofPool.text().lines())
        .contains(
            "webhooks_database_connection_seconds_count 1",
            "webhooks_database_connection_failures_total 1.0");
  }

  @Test
  void countsFailuresOfConnectionsAfterGarbageCollection() throws SQLException {
    Database database = new Database(pool(new AtomicBoolean(true)));
    Metrics ofPool = new Metrics(new RunningNode(), database);
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    await().until(() -> isCollected(garbage));

    assertThatThrownBy(database::connection).isInstanceOf(SQLException.class);

    assertThat(ofPool.text().lines()).contains("webhooks_database_connection_failures_total 1.0");
  }

  private static boolean isCollected(WeakReference<Object> garbage) {
    System.gc();
    return garbage.get() == null;
  }

  @Test
  void writesOpenMetrics() {
    assertThat(metrics.openMetrics())
        .contains("# TYPE webhooks_attempt_seconds histogram\n")
        .contains("# TYPE webhooks_deliveries counter\n")
        .contains("webhooks_deliveries_total{outcome=\"succeeded\"} 0.0\n")
        .endsWith("# EOF\n");
  }

  @Test
  void countsEventsByResult() {
    metrics.eventsIngested(new EventsIngested(7, 2));
    metrics.eventsRejected(3);
    metrics.filtered(new EventsFiltered(Map.of(UUID.randomUUID(), 4, UUID.randomUUID(), 1)));

    assertThat(lines())
        .contains(
            "webhooks_events_filtered_total 5.0",
            "webhooks_events_total{result=\"accepted\"} 7.0",
            "webhooks_events_total{result=\"duplicate\"} 2.0",
            "webhooks_events_total{result=\"invalid\"} 3.0");
  }

  @Test
  void countsDeactivationsByReason() {
    metrics.deactivated(new WebhooksDeactivated(DeactivationReason.GONE, ids(1)));
    metrics.deactivated(new WebhooksDeactivated(DeactivationReason.PERMISSION_REMOVED, ids(4)));

    assertThat(lines())
        .contains(
            "webhooks_deactivations_total{reason=\"gone\"} 1.0",
            "webhooks_deactivations_total{reason=\"permissionRemoved\"} 4.0");
  }

  @Test
  void showsTheLastBacklogAndItsAge() {
    metrics.backlog(
        Optional.of(new PendingDeliveries(12, Optional.of(Instant.now().minusSeconds(100)))));

    assertThat(lines()).contains("webhooks_backlog 12.0");
    assertThat(value("webhooks_oldest_pending_seconds")).isBetween(100.0, 160.0);

    metrics.backlog(Optional.of(new PendingDeliveries(0, Optional.empty())));

    assertThat(lines()).contains("webhooks_backlog 0.0", "webhooks_oldest_pending_seconds 0.0");
  }

  private static List<UUID> ids(int count) {
    return Stream.generate(Ids::next).limit(count).toList();
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

  private static DataSource refusing() {
    return pool(new AtomicBoolean(true));
  }

  /** Returns a pool that has no connection while it is full. */
  private static DataSource pool(AtomicBoolean full) {
    return (DataSource)
        Proxy.newProxyInstance(
            MetricsTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (full.get()) {
                throw new SQLException("no connection");
              }
              return DriverManager.getConnection("jdbc:h2:mem:");
            });
  }

  private static Outcome outcome(DeliveryStatus status, AttemptError error) {
    return outcome(1, status, error);
  }

  /** Returns the outcome of an attempt that began two seconds after the intake of the event. */
  private static Outcome outcome(int number, DeliveryStatus status, AttemptError error) {
    UUID id = Ids.next();
    LeasedDelivery delivery =
        new LeasedDelivery(
            id, Ids.next(), 1, number, number, EventBody.of(Ids.next(), new byte[0]), null);
    Attempt attempt =
        new Attempt(
            Ids.timeOf(id).plusSeconds(2),
            Duration.ofMillis(200),
            OptionalInt.empty(),
            Optional.ofNullable(error),
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE,
            Optional.empty());
    return new Outcome(delivery, attempt, 1, status, Duration.ZERO);
  }
}
