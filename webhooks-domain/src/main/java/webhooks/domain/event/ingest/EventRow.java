package webhooks.domain.event.ingest;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.Event;
import webhooks.domain.subscription.MatchedEvent;

/**
 * The row of an event.
 *
 * @param iTwin the iTwin that its deliveries name: the event's, or the account
 * @param body the beginning of each delivery's body
 */
record EventRow(Event event, String accountId, String iTwin, byte[] body) {

  static EventRow of(Event event, String accountId) {
    String iTwin = EventIdentity.of(event, Optional.of(accountId)).iTwin();
    return new EventRow(
        event, accountId, iTwin, event.text().bodyBeginning(event.id(), event.eventType(), iTwin));
  }

  UUID id() {
    return event.id();
  }

  EventIdentity identity() {
    return new EventIdentity(id(), Optional.of(accountId), iTwin);
  }

  String eventType() {
    return event.eventType();
  }

  /** Returns what decides which webhooks the event goes to. */
  MatchedEvent matched() {
    return new MatchedEvent(event.eventType(), accountId, event.iTwinId());
  }
}
