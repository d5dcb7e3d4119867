package webhooks.domain.event;

import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened, as its publisher described it.
 *
 * @param id the message id, which identifies repeats
 * @param accountId the account of the event; empty if the account of the iTwin is to be used
 * @param iTwinId the iTwin of the event, if it has one
 * @param text the parts of the event that each delivery's body contains
 */
public record Event(
    UUID id,
    String eventType,
    Optional<String> accountId,
    Optional<UUID> iTwinId,
    EventPayload text) {}
