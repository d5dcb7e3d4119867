package webhooks.domain.event.ingest;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.event.Event;
import webhooks.domain.subscription.MatchedEvent;
import webhooks.domain.trace.TraceContext;

/**
 * The row of an event.
 *
 * @param iTwin the iTwin that its deliveries name: the event's, or the account
 * @param body the beginning of each delivery's body
 * @param trace the trace that its deliveries continue, if it has one
 */
record EventRow(
    Event event, String accountId, String iTwin, byte[] body, Optional<TraceContext> trace) {

  static EventRow of(Event event, String accountId, Optional<TraceContext> trace) {
    String iTwin = EventIdentity.of(event, Optional.of(accountId)).iTwin();
    return new EventRow(
        event,
        accountId,
        iTwin,
        event.text().bodyBeginning(event.id(), event.eventType(), iTwin),
        trace);
  }

  UUID id() {
    return event.id();
  }

  EventIdentity identity() {
    return new EventIdentity(id(), Optional.of(accountId), iTwin);
  }

  /** Returns what the event's deliveries send. */
  EventBody sent() {
    return new EventBody(body, trace);
  }

  String eventType() {
    return event.eventType();
  }

  /** Returns what decides which webhooks the event goes to. */
  MatchedEvent matched() {
    return new MatchedEvent(event.eventType(), accountId, event.iTwinId());
  }
}
