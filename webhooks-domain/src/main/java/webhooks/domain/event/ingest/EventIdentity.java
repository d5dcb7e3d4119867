package webhooks.domain.event.ingest;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.Event;

/**
 * What shows whether an event with a known id is the same event sent again.
 *
 * <p>Two events with one id clash if neither their account nor their iTwin is the same. The account
 * alone may differ, because the iTwin may have moved or been deleted meanwhile.
 *
 * @param accountId empty if the event's iTwin is not known
 * @param iTwin the iTwin, or the account of an event without one
 */
record EventIdentity(UUID id, Optional<String> accountId, String iTwin) {
  static EventIdentity of(Event event, Optional<String> accountId) {
    return new EventIdentity(
        event.id(),
        accountId,
        event.iTwinId().map(UUID::toString).or(() -> accountId).orElseThrow());
  }
}
