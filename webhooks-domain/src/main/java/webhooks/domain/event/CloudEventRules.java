package webhooks.domain.event;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;
import webhooks.domain.trace.TraceContext;

/** Checks and reads the attributes that only CloudEvents have (CloudEvents 1.0.2). */
final class CloudEventRules {
  private static final String VERSION = "1.0";
  private static final String ITWINS = "/itwins/";

  private CloudEventRules() {}

  /** Adds the faults of these attributes to the envelope. */
  static void check(Envelope event) {
    event.require(EventProperty.SPEC_VERSION);
    if (event
        .text(EventProperty.SPEC_VERSION)
        .filter(version -> !version.equals(VERSION))
        .isPresent()) {
      event.invalid(EventProperty.SPEC_VERSION, "must be " + VERSION + ".");
    }
    event.require(EventProperty.MESSAGE_ID);
    event.require(EventProperty.SOURCE);
    if (event.text(EventProperty.SOURCE).filter(String::isEmpty).isPresent()) {
      event.invalid(EventProperty.SOURCE, "must not be empty.");
    }
    if (event.text(EventProperty.CONTENT_TYPE).filter(type -> !isJson(type)).isPresent()) {
      event.invalid(
          EventProperty.CONTENT_TYPE, "must be application/json, or a type that ends with +json.");
    }
  }

  /** Returns whether a media type declares JSON, as the JSON event format says in 3.1.1. */
  private static boolean isJson(String mediaType) {
    int end = mediaType.indexOf(';');
    String type =
        (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.endsWith("/json") || type.endsWith("+json");
  }

  /** Returns the iTwin that the source of a CloudEvent ends with, if it ends with one. */
  static Optional<UUID> iTwinOfSource(Envelope event) {
    return event
        .text(EventProperty.SOURCE)
        .filter(source -> source.contains(ITWINS))
        .flatMap(
            source -> Ids.parse(source.substring(source.lastIndexOf(ITWINS) + ITWINS.length())));
  }

  /** Returns the trace in the attributes of a CloudEvent, if there is a valid one. */
  static Optional<TraceContext> trace(Envelope event) {
    return TraceContext.parse(
        event.text(EventProperty.TRACEPARENT).orElse(null),
        event.text(EventProperty.TRACESTATE).orElse(null));
  }
}
