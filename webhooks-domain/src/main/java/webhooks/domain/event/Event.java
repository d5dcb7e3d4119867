package webhooks.domain.event;

import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened, as its publisher described it.
 *
 * @param id the message id, by which repeats are known
 * @param accountId the account it happened in, empty if it is to be looked up for the iTwin
 * @param iTwinId the iTwin it happened in, if it did in one
 * @param text its parts as they go into every delivery's body
 */
public record Event(
    UUID id,
    String eventType,
    Optional<String> accountId,
    Optional<UUID> iTwinId,
    EventPayload text) {}
