package webhooks.domain.event.ingest;

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
    String iTwin = event.iTwinId().map(UUID::toString).orElse(accountId);
    return new EventRow(
        event, accountId, iTwin, event.text().bodyBeginning(event.id(), event.eventType(), iTwin));
  }

  UUID id() {
    return event.id();
  }

  /**
   * Returns whether the event is not the other one sent again: neither its account nor its iTwin is
   * the same. The account alone may differ, because the iTwin may have moved meanwhile.
   */
  boolean isForeignTo(EventRow other) {
    return !accountId.equals(other.accountId) && !iTwin.equals(other.iTwin);
  }

  String eventType() {
    return event.eventType();
  }

  /** Returns what decides which webhooks the event goes to. */
  MatchedEvent matched() {
    return new MatchedEvent(event.eventType(), accountId, event.iTwinId());
  }
}
