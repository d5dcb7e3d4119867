package webhooks.domain.event;

import java.util.UUID;

/**
 * An event as its row has it.
 *
 * @param iTwin the iTwin its deliveries name: its own, or the account
 * @param body the beginning of every delivery's body
 */
record StoredEvent(Event event, String accountId, String iTwin, byte[] body) {

  static StoredEvent of(Event event, String accountId) {
    String iTwin = event.iTwinId().map(UUID::toString).orElse(accountId);
    return new StoredEvent(
        event, accountId, iTwin, event.text().bodyBeginning(event.id(), event.eventType(), iTwin));
  }

  UUID id() {
    return event.id();
  }

  String eventType() {
    return event.eventType();
  }
}
