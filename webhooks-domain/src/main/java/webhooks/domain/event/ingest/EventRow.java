package webhooks.domain.event.ingest;

import java.util.UUID;
import webhooks.domain.event.Event;

/**
 * An event as its row has it.
 *
 * @param iTwin the iTwin its deliveries name: its own, or the account
 * @param body the beginning of every delivery's body
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

  String eventType() {
    return event.eventType();
  }
}
