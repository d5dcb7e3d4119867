package webhooks.domain.event;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.trace.TraceContext;

/**
 * Something that happened, as its publisher described it.
 *
 * @param id the message id, which identifies repeats
 * @param accountId the account of the event; empty if the account of the iTwin is to be used
 * @param iTwinId the iTwin of the event, if it has one
 * @param payload the parts of the event that each delivery's body contains
 * @param trace the trace that the publisher sent with the event, if any
 */
public record Event(
    UUID id,
    String eventType,
    Optional<String> accountId,
    Optional<UUID> iTwinId,
    EventPayload payload,
    Optional<TraceContext> trace) {

  /** Creates an event without a trace. */
  public Event(
      UUID id,
      String eventType,
      Optional<String> accountId,
      Optional<UUID> iTwinId,
      EventPayload payload) {
    this(id, eventType, accountId, iTwinId, payload, Optional.empty());
  }

  /** Returns the event with this trace; the same event if it has one, or if none is given. */
  public Event withTrace(Optional<TraceContext> given) {
    return given.isEmpty() || trace.isPresent()
        ? this
        : new Event(id, eventType, accountId, iTwinId, payload, given);
  }
}
