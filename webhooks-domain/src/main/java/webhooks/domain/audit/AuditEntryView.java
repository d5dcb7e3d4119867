package webhooks.domain.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An act as the audit trail has it.
 *
 * @param time by the database's clock
 * @param action the name of an {@link AuditAction}, possibly one of a newer version
 * @param user the user that the client acted for, if it did
 * @param accountId the account whose webhook or iTwin it concerns
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
