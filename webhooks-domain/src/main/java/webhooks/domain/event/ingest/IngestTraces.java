package webhooks.domain.event.ingest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.Event;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.SpanId;
import webhooks.domain.trace.TraceContext;

/**
 * Decides which trace the events of a batch are stored with, and makes the spans of their storage.
 *
 * <p>Without an export of spans, an event keeps the trace that its publisher gave. With it, the
 * trace of a sampled event names the span of its storage as the parent, so that the attempts follow
 * that span on every node, and nothing more has to be stored.
 */
final class IngestTraces {
  private final Optional<TraceSettings> exported;
  private final Instant start = Instant.now();

  /** Begins the spans of a batch. */
  IngestTraces(Optional<TraceSettings> exported) {
    this.exported = exported;
  }

  /** Returns the trace that the event is stored with. */
  Optional<TraceContext> of(Event event) {
    if (exported.isEmpty()) {
      return event.trace();
    }
    boolean sampled = event.trace().map(TraceContext::sampled).orElseGet(() -> begins(event.id()));
    return sampled ? Optional.of(sampled(event)) : event.trace();
  }

  private static TraceContext sampled(Event event) {
    String span = SpanId.next();
    return event
        .trace()
        .map(given -> given.withParent(span))
        .orElseGet(
            () ->
                new TraceContext(TraceContext.traceIdOf(event.id()), span, true, Optional.empty()));
  }

  /** Returns whether an event without a trace begins a sampled trace; the same for its repeats. */
  private boolean begins(UUID eventId) {
    double ratio = exported.orElseThrow().ratio();
    if (ratio == 0) {
      return false;
    }
    // Ids can be consecutive numbers, so their bits are mixed (the end of MurmurHash3).
    long bits = eventId.getMostSignificantBits() ^ eventId.getLeastSignificantBits();
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((bits ^ (bits >>> 33)) >>> 11) < ratio * (1L << 53);
  }

  /** Returns the spans of the sampled events among the inserted ones. The spans have no end yet. */
  List<Span> spans(Collection<EventRow> inserted) {
    if (exported.isEmpty()) {
      return List.of();
    }
    return inserted.stream()
        .filter(row -> row.trace().filter(TraceContext::sampled).isPresent())
        .map(this::span)
        .toList();
  }

  private Span span(EventRow row) {
    return new Span(
        row.trace().orElseThrow(),
        row.event().trace().map(TraceContext::parentId),
        Span.Kind.ACCEPT,
        start,
        start,
        Map.of(
            "webhooks.message.id",
            row.messageId().toString(),
            "webhooks.event.type",
            row.eventType()),
        false);
  }
}
