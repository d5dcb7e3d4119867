package webhooks.domain.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An audit entry as administrators read it.
 *
 * @param time the time of the action, by the database's clock
 * @param action the name of an {@link AuditAction}, possibly of a newer version of the product
 * @param user the user that the client acted for, if there is one
 * @param accountId the account of the webhook or iTwin
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
