package webhooks.domain.event.ingest;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.event.Event;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.subscription.MatchedEvent;
import webhooks.domain.trace.TraceContext;

/**
 * The row of an event.
 *
 * @param id the id of the row
 * @param occurrence how many events of the account had the same message id before; on PostgreSQL
 *     only the events of this partition count
 * @param iTwin the iTwin that its deliveries name: the event's iTwin, or the account if it has none
 * @param body the beginning of each delivery's body
 * @param trace the trace that its deliveries continue, if it has one
 */
record EventRow(
    UUID id,
    Event event,
    String accountId,
    int occurrence,
    String iTwin,
    byte[] body,
    Optional<TraceContext> trace) {

  /** Creates the row of an event that repeats none of the known ones. */
  static EventRow of(
      Event event, String accountId, KnownEvents known, Optional<TraceContext> trace) {
    String iTwin = event.iTwinId().map(UUID::toString).orElse(accountId);
    return new EventRow(
        known.ids().next(),
        event,
        accountId,
        known.occurrences(event.id(), accountId),
        iTwin,
        event.payload().bodyBeginning(event.id(), event.eventType(), iTwin),
        trace);
  }

  UUID messageId() {
    return event.id();
  }

  /** Returns the body that the event's deliveries send. */
  EventBody eventBody() {
    return new EventBody(messageId(), body, trace, EventTypes.OWN.contains(eventType()));
  }

  String eventType() {
    return event.eventType();
  }

  /** Returns the properties that decide which webhooks the event goes to. */
  MatchedEvent matched() {
    SelectedEvent selected =
        new SelectedEvent(
            eventType(),
            iTwin,
            messageId(),
            event.payload().enqueuedDateTime(),
            event.payload().content());
    return new MatchedEvent(selected, accountId, event.iTwinId());
  }
}
