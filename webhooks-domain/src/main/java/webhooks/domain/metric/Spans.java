package webhooks.domain.metric;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.OutcomesRecorded;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.TraceContext;

/**
 * The spans of committed work that wait for their export. Their number is bounded: if the export is
 * too slow, the newest are dropped and counted, and no delivery waits. Safe for several threads.
 *
 * <p>Without an export no span is made.
 */
@ApplicationScoped
public class Spans {
  private static final int MAX_WAITING = 10_000;

  private final AtomicLong dropped = new AtomicLong();
  private Optional<BlockingQueue<Span>> waiting = Optional.empty();

  /** Creates the bean, for the container. */
  protected Spans() {}

  /** Creates an empty queue, or none without an export. */
  @Inject
  public Spans(Settings settings) {
    this(settings.traces(), MAX_WAITING);
  }

  Spans(Optional<TraceSettings> exported, int maxWaiting) {
    waiting = exported.map(unused -> new ArrayBlockingQueue<>(maxWaiting));
  }

  /** Ends the spans of new events when they are committed. */
  public void eventsIngested(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) EventsIngested events) {
    if (!events.spans().isEmpty()) {
      Instant end = Instant.now();
      events.spans().forEach(span -> add(span.endedAt(end)));
    }
  }

  /** Makes spans for the attempts of sampled events. */
  public void recorded(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) OutcomesRecorded recorded) {
    if (waiting.isPresent()) {
      recorded.outcomes().forEach(outcome -> span(outcome).ifPresent(this::add));
    }
  }

  private static Optional<Span> span(Outcome outcome) {
    return outcome
        .delivery()
        .event()
        .trace()
        .filter(TraceContext::sampled)
        .flatMap(trace -> outcome.attempt().spanId().map(id -> span(outcome, trace, id)));
  }

  private static Span span(Outcome outcome, TraceContext trace, String id) {
    LeasedDelivery delivery = outcome.delivery();
    Attempt attempt = outcome.attempt();
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("http.request.method", "POST");
    attributes.put("webhooks.message.id", delivery.messageId().toString());
    attributes.put("webhooks.webhook.id", delivery.webhookId().toString());
    attributes.put("webhooks.delivery.id", delivery.id().toString());
    attributes.put("webhooks.attempt.number", (long) delivery.number());
    attempt
        .statusCode()
        .ifPresent(code -> attributes.put("http.response.status_code", (long) code));
    attempt.error().ifPresent(error -> attributes.put("error.type", error.text()));
    return new Span(
        trace.withParent(id),
        Optional.of(trace.parentId()),
        Span.Kind.ATTEMPT,
        attempt.started(),
        attempt.started().plus(attempt.duration()),
        attributes,
        !attempt.succeeded());
  }

  private void add(Span span) {
    if (!waiting.orElseThrow().offer(span)) {
      dropped.incrementAndGet();
    }
  }

  /**
   * Moves waiting spans to a list. May be called only if spans are exported.
   *
   * @param max the maximum of spans that are moved
   * @param wait how long to wait for the first one
   */
  public void drainTo(List<Span> spans, int max, Duration wait) throws InterruptedException {
    BlockingQueue<Span> queue = waiting.orElseThrow();
    Span first = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      spans.add(first);
      queue.drainTo(spans, max - 1);
    }
  }

  /** Returns how many spans were dropped since the last call. */
  public long takeDropped() {
    return dropped.getAndSet(0);
  }
}
