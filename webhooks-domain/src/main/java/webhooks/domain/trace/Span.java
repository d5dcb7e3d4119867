package webhooks.domain.trace;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A piece of work of this product that is part of a trace.
 *
 * @param context the trace; its parent id is the id of this span, for the spans that this one
 *     causes
 * @param parentId the span that caused this one; empty if this one begins the trace
 * @param attributes texts and whole numbers by name; never a URL, a payload or a secret
 * @param failed whether the work failed
 */
public record Span(
    TraceContext context,
    Optional<String> parentId,
    Kind kind,
    Instant start,
    Instant end,
    Map<String, Object> attributes,
    boolean failed) {

  /** The kind of work. */
  public enum Kind {
    /** An event is stored with its deliveries. */
    ACCEPT,
    /** An HTTP request of a delivery. */
    ATTEMPT
  }

  /** Returns the same span with another end. */
  public Span endedAt(Instant time) {
    return new Span(context, parentId, kind, start, time, attributes, failed);
  }
}
