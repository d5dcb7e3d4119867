package webhooks.domain.subscription;

import java.util.Optional;
import java.util.UUID;

/**
 * The properties of an event that decide which webhooks it goes to.
 *
 * @param accountId the account that the event belongs to, named by it or found in the directory
 * @param iTwinId the iTwin of the event; empty if it belongs to the account alone
 */
public record MatchedEvent(String eventType, String accountId, Optional<UUID> iTwinId) {}
