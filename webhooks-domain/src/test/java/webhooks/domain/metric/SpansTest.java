package webhooks.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.TraceContext;

class SpansTest {
  private static final Optional<TraceSettings> EXPORT =
      Optional.of(new TraceSettings(URI.create("http://c"), Map.of(), "webhooks", 0));
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final String SPAN = "00f067aa0ba902b7";

  private final Spans spans = new Spans(EXPORT, 3);

  private static Optional<TraceContext> trace(boolean sampled) {
    return Optional.of(
        new TraceContext(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", sampled, Optional.empty()));
  }

  private static Outcome outcome(Optional<TraceContext> trace, AttemptError error) {
    LeasedDelivery delivery =
        new LeasedDelivery(
            UUID.randomUUID(),
            UUID.randomUUID(),
            1,
            2,
            2,
            new EventBody(UUID.randomUUID(), new byte[0], trace, false),
            Lease.starting(Duration.ofSeconds(15)));
    Attempt attempt =
        new Attempt(
            START,
            Duration.ofMillis(200),
            error == AttemptError.STATUS ? OptionalInt.of(503) : OptionalInt.empty(),
            Optional.ofNullable(error),
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE,
            Optional.of(SPAN));
    return new Outcome(delivery, attempt, 1, DeliveryStatus.PENDING, Duration.ZERO);
  }

  private List<Span> drain() throws InterruptedException {
    List<Span> drained = new ArrayList<>();
    spans.drainTo(drained, 100, Duration.ZERO);
    return drained;
  }

  @Test
  void attemptIsASpanBelowTheStoredParent() throws InterruptedException {
    Outcome outcome = outcome(trace(true), AttemptError.STATUS);

    spans.recorded(new OutcomesRecorded(List.of(outcome), 0));

    Span span = drain().get(0);
    assertThat(span.context()).isEqualTo(trace(true).orElseThrow().withParent(SPAN));
    assertThat(span.parentId()).contains("b7ad6b7169203331");
    assertThat(span.start()).isEqualTo(START);
    assertThat(span.end()).isEqualTo(START.plusMillis(200));
    assertThat(span.failed()).isTrue();
    assertThat(span.attributes())
        .containsEntry("error.type", "status")
        .containsEntry("http.response.status_code", 503L)
        .containsEntry("webhooks.attempt.number", 2L)
        .containsEntry("webhooks.message.id", outcome.delivery().messageId().toString());
  }

  @Test
  void onlySampledEventsHaveSpans() throws InterruptedException {
    spans.recorded(
        new OutcomesRecorded(
            List.of(outcome(trace(false), null), outcome(Optional.empty(), null)), 0));

    assertThat(drain()).isEmpty();
  }

  @Test
  void acceptanceEndsWithItsTransaction() throws InterruptedException {
    Span begun =
        new Span(
            trace(true).orElseThrow(),
            Optional.empty(),
            Span.Kind.ACCEPT,
            START,
            START,
            Map.of(),
            false);

    spans.eventsIngested(new EventsIngested(1, 0, List.of(begun)));

    assertThat(drain().get(0).end()).isAfter(START);
  }

  @Test
  void dropsTheNewestInsteadOfWaiting() throws InterruptedException {
    Outcome outcome = outcome(trace(true), null);

    spans.recorded(new OutcomesRecorded(List.of(outcome, outcome, outcome, outcome, outcome), 0));

    assertThat(drain()).hasSize(3);
    assertThat(spans.takeDropped()).isEqualTo(2);
    assertThat(spans.takeDropped()).isZero();
  }

  @Test
  void nothingIsKeptWithoutAnExport() {
    Spans none = new Spans(Optional.empty(), 3);

    none.recorded(new OutcomesRecorded(List.of(outcome(trace(true), null)), 0));

    assertThat(none.takeDropped()).isZero();
  }
}
