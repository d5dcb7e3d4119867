package webhooks.domain.metric;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import webhooks.domain.database.Database;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.delivery.queue.DeliveriesCancelled;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.id.Ids;
import webhooks.domain.node.RunningNode;
import webhooks.domain.trace.TraceContext;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * The metrics of this node since its start, and of the whole queue at its last measurement. The
 * metrics of the queue are NaN before the first measurement. No count takes a lock. Safe for
 * several threads.
 */
@ApplicationScoped
public class Metrics {
  private static final String OUTCOME = "outcome";
  private static final String SUCCEEDED = "succeeded";

  /** Three windows make up the two minutes of the longest attempt. */
  private static final long WINDOW_MILLIS = Duration.ofSeconds(40).toMillis();

  private static final int WINDOWS = 3;

  private final Exposition exposition = new Exposition();
  private final Map<DeliveryStatus, Counter> deliveries = new EnumMap<>(DeliveryStatus.class);
  private final Map<AttemptError, Counter> failedAttempts = new EnumMap<>(AttemptError.class);
  private final Map<DeactivationReason, Counter> deactivations =
      new EnumMap<>(DeactivationReason.class);
  private final Counter succeededAttempts = attempts(SUCCEEDED);
  private final Counter leasesLost =
      exposition.counter("webhooks.leases.lost", "Outcomes that came after their lease had ended");
  private final Counter accepted = events("accepted");
  private final Counter duplicates = events("duplicate");
  private final Counter invalid = events("invalid");
  private final Map<MailResult, Counter> mails = new EnumMap<>(MailResult.class);
  private final Counter filtered =
      exposition.counter(
          "webhooks.events.filtered", "Events that the filters of a webhook dropped, by webhook");

  private final Histogram attemptTimes =
      Histogram.ofDurations(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));
  private final Histogram firstAttemptDelays =
      Histogram.ofDurations(
          Duration.ofMillis(50),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofHours(1));
  private final Histogram recordSizes = Histogram.ofSizes(1, 10, 50, 100, 250, 500);
  private final Histogram intakeSizes = Histogram.ofSizes(1, 10, 50, 100, 250, 500, 1000);
  private final TimeWindowMax longestAttempt =
      new TimeWindowMax(Clock.SYSTEM, WINDOW_MILLIS, WINDOWS);
  private volatile Optional<PendingDeliveries> backlog = Optional.empty();
  private volatile double operationalEventsWaiting = Double.NaN;

  /** Creates metrics without those of a node, for the container. Each counter starts at zero. */
  public Metrics() {
    for (DeliveryStatus status : DeliveryStatus.values()) {
      if (status != DeliveryStatus.PENDING) {
        deliveries.put(status, deliveries(status));
      }
    }
    for (AttemptError error : AttemptError.values()) {
      failedAttempts.put(error, attempts(error.text()));
    }
    for (DeactivationReason reason : DeactivationReason.values()) {
      deactivations.put(reason, deactivations(reason));
    }
    for (MailResult result : MailResult.values()) {
      mails.put(
          result,
          exposition.counter("webhooks.mails", "Mails, by result", "result", result.text()));
    }
    exposition.gauge(
        "webhooks.backlog", "Deliveries that are to be sent, of all nodes", this::pending);
    exposition.gauge(
        "webhooks.oldest.pending.seconds",
        "The age of the oldest pending delivery, of all nodes",
        this::secondsOfOldest);
    exposition.gauge(
        "webhooks.operational.events.waiting",
        "Operational events that wait for the broker, of all nodes",
        () -> operationalEventsWaiting);
    exposition.gauge(
        "webhooks.attempt.seconds.max",
        "The longest attempt of the last two minutes",
        longestAttempt::poll);
    addHistograms();
  }

  /** Creates the bean. */
  @Inject
  public Metrics(RunningNode node, Database database) {
    this();
    PipelineMetrics.add(exposition, node, database);
  }

  private Counter deliveries(DeliveryStatus status) {
    return exposition.counter(
        "webhooks.deliveries", "Finished deliveries, by outcome", OUTCOME, status.text());
  }

  private Counter attempts(String outcome) {
    return exposition.counter(
        "webhooks.attempts", "Attempts, by their success or error", OUTCOME, outcome);
  }

  private Counter deactivations(DeactivationReason reason) {
    return exposition.counter(
        "webhooks.deactivations", "Deactivated webhooks, by reason", "reason", reason.text());
  }

  private Counter events(String result) {
    return exposition.counter("webhooks.events", "Received events, by result", "result", result);
  }

  private void addHistograms() {
    histogram(
        "webhooks_attempt_seconds",
        "How long attempts took, from the look-up to the answer",
        attemptTimes);
    histogram(
        "webhooks_first_attempt_delay_seconds",
        "From the intake of an event to the first attempt of each of its deliveries",
        firstAttemptDelays);
    histogram(
        "webhooks_record_batch_size",
        "How many outcomes each transaction recorded, lost leases included",
        recordSizes);
    histogram(
        "webhooks_intake_batch_size",
        "How many events each transaction took in, duplicates included",
        intakeSizes);
  }

  private void histogram(String name, String help, Histogram histogram) {
    exposition.histogram(name, help, () -> Optional.of(histogram));
  }

  private double pending() {
    return backlog.map(PendingDeliveries::pending).map(Long::doubleValue).orElse(Double.NaN);
  }

  private double secondsOfOldest() {
    return backlog
        .map(pending -> pending.oldest().map(Metrics::secondsSince).orElse(0.0))
        .orElse(Double.NaN);
  }

  private static double secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, Instant.now()).toMillis()) / 1000.0;
  }

  /** Counts attempts, finished deliveries and lost leases, and measures them. */
  public void recorded(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) OutcomesRecorded recorded) {
    leasesLost.increment(recorded.lost());
    long size = recorded.outcomes().size() + (long) recorded.lost();
    if (size > 0) {
      recordSizes.record(size);
    }
    recorded.outcomes().forEach(this::count);
  }

  private void count(Outcome outcome) {
    Attempt attempt = outcome.attempt();
    long nanos = attempt.duration().toNanos();
    if (isExemplar(outcome.delivery())) {
      attemptTimes.record(nanos, outcome.delivery(), LeasedDelivery::traceId);
    } else {
      attemptTimes.record(nanos);
    }
    longestAttempt.record(nanos / 1e9);
    if (outcome.delivery().number() == 1) {
      long created = Ids.timeOf(outcome.delivery().id()).toEpochMilli();
      long delayMillis = Math.max(0, attempt.started().toEpochMilli() - created);
      firstAttemptDelays.record(TimeUnit.MILLISECONDS.toNanos(delayMillis));
    }
    if (attempt.error().isPresent()) {
      failedAttempts.get(attempt.error().get()).increment();
    } else {
      succeededAttempts.increment();
    }
    if (outcome.status() != DeliveryStatus.PENDING) {
      deliveries.get(outcome.status()).increment();
    }
  }

  /**
   * Returns whether the metrics may show the trace of the delivery. Anybody may read the metrics,
   * so the trace id must be one that the publisher chose for tracing, and not the id of the event.
   */
  private static boolean isExemplar(LeasedDelivery delivery) {
    return delivery
        .event()
        .trace()
        .filter(TraceContext::sampled)
        .filter(trace -> !trace.traceId().equals(TraceContext.traceIdOf(delivery.messageId())))
        .isPresent();
  }

  /** Counts deliveries that were cancelled because of a deactivation. */
  public void cancelled(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesCancelled cancelled) {
    deliveries.get(DeliveryStatus.CANCELLED).increment(cancelled.count());
  }

  /** Counts accepted and repeated events. */
  public void eventsIngested(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) EventsIngested events) {
    accepted.increment(events.accepted());
    duplicates.increment(events.duplicates());
    long size = events.accepted() + (long) events.duplicates();
    if (size > 0) {
      intakeSizes.record(size);
    }
  }

  /** Counts events that filters dropped. */
  public void filtered(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventsFiltered dropped) {
    filtered.increment(dropped.total());
  }

  /** Counts rejected events. They belong to no transaction of the database. */
  public void eventsRejected(int count) {
    invalid.increment(count);
  }

  /** Counts mails, or reports that no mail could deliver. */
  public void mails(MailResult result, int count) {
    mails.get(result).increment(count);
  }

  /** Counts webhooks that were deactivated. */
  public void deactivated(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) WebhooksDeactivated deactivated) {
    deactivations.get(deactivated.reason()).increment(deactivated.count());
  }

  /** Sets the metrics of pending deliveries; they become NaN if the count failed. */
  public void backlog(Optional<PendingDeliveries> pending) {
    backlog = pending;
  }

  /** Sets the number of operational events that wait for the broker. */
  public void operationalEventsWaiting(int count) {
    operationalEventsWaiting = count;
  }

  /** Returns what this node has counted since its start. */
  public NodeCounts counts() {
    return NodeCounts.of(accepted, deliveries, backlog);
  }

  /** Returns all metrics in Prometheus's text format 0.0.4. */
  public String text() {
    return exposition.text();
  }

  /** Returns all metrics in the text format of OpenMetrics 1.0.0. */
  public String openMetrics() {
    return exposition.openMetrics();
  }
}
