package webhooks.domain.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An audit entry as administrators read it.
 *
 * @param time the time of the action, by the database's clock
 * @param action the name of an {@link AuditAction}; unknown to this version if a node with a newer
 *     version wrote the entry
 * @param user the user that the client acted for, if there is one
 * @param accountId the account that owns the webhook or the iTwin
 */
public record AuditEntryView(
    UUID id,
    Instant time,
    String action,
    String clientId,
    Optional<String> user,
    Optional<String> accountId,
    Optional<UUID> webhookId,
    Optional<UUID> iTwinId,
    Optional<String> detail) {}
