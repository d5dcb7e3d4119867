package webhooks.domain.event;

import java.util.Optional;
import java.util.UUID;

/**
 * An event as its row has it.
 *
 * @param iTwin the iTwin its deliveries name: its own, or the account
 * @param body the beginning of every delivery's body
 */
record StoredEvent(
    UUID id,
    String eventType,
    String accountId,
    Optional<UUID> iTwinId,
    String iTwin,
    byte[] body) {

  static StoredEvent of(Event event, String accountId) {
    String iTwin = event.iTwinId().map(UUID::toString).orElse(accountId);
    return new StoredEvent(
        event.id(),
        event.eventType(),
        accountId,
        event.iTwinId(),
        iTwin,
        event.text().bodyBeginning(event.id(), event.eventType(), iTwin));
  }
}
