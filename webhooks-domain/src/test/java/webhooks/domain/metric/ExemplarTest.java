package webhooks.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.id.Ids;
import webhooks.domain.trace.TraceContext;

class ExemplarTest {
  private static final String SAMPLED = "a".repeat(32);
  private static final String UNSAMPLED = "b".repeat(32);

  private final Metrics metrics = new Metrics();

  @Test
  void attemptsOfSampledTracesAreExemplarsInOpenMetrics() {
    metrics.recorded(
        new OutcomesRecorded(
            List.of(
                outcome(Optional.empty()),
                outcome(trace(UNSAMPLED, false)),
                outcome(trace(SAMPLED, true))),
            0));

    assertThat(metrics.openMetrics())
        .contains(
            "webhooks_attempt_seconds_bucket{le=\"0.25\"} 3 # {trace_id=\"" + SAMPLED + "\"} 0.2 ");
    assertThat(metrics.text()).doesNotContain("trace_id");
  }

  /** The metrics are open, and the trace that the product begins has the id of the event. */
  @Test
  void tracesThatNobodyGaveAreNotShown() {
    UUID event = UUID.randomUUID();
    metrics.recorded(
        new OutcomesRecorded(
            List.of(outcome(event, trace(TraceContext.traceIdOf(event), true))), 0));

    assertThat(metrics.openMetrics())
        .contains("webhooks_attempt_seconds_count 1")
        .doesNotContain("trace_id");
  }

  private static Optional<TraceContext> trace(String id, boolean sampled) {
    return Optional.of(new TraceContext(id, "c".repeat(16), sampled, Optional.empty()));
  }

  private static Outcome outcome(Optional<TraceContext> trace) {
    return outcome(Ids.next(), trace);
  }

  private static Outcome outcome(UUID message, Optional<TraceContext> trace) {
    EventBody event = new EventBody(message, new byte[0], trace, false);
    Attempt attempt =
        new Attempt(
            Instant.now(),
            Duration.ofMillis(200),
            OptionalInt.of(204),
            Optional.empty(),
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE,
            Optional.empty());
    return new Outcome(
        new LeasedDelivery(Ids.next(), Ids.next(), 1, 1, 1, event, null),
        attempt,
        1,
        DeliveryStatus.SUCCEEDED,
        Duration.ZERO);
  }
}
