package webhooks.domain.option.request;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.trace.TraceContext;

/**
 * An event on its way to a webhook, before its format is applied.
 *
 * @param body the body in mode {@code itwin}
 * @param messageId the id of the event
 * @param trace the stored trace of the event, if it has one
 */
public record OutgoingEvent(byte[] body, UUID messageId, Optional<TraceContext> trace) {
  /**
   * Returns the trace in which the event began. It is the same in each attempt; the header {@code
   * traceparent} of a request is not.
   */
  TraceContext origin() {
    return trace.orElseGet(() -> TraceContext.of(messageId));
  }

  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "OutgoingEvent[" + messageId + "]";
  }
}
