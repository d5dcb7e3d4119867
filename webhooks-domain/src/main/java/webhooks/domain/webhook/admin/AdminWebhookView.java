package webhooks.domain.webhook.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook as an administrator of the product sees it; without its secret.
 *
 * @param scope {@code Account} or {@code iTwin}
 * @param callbackUrl without its query, which may hold credentials; empty if it can't be decrypted
 * @param clientId the service application that created it
 * @param accountId the account it was created in
 * @param deactivationReason why it is inactive, unless it never was active
 */
public record AdminWebhookView(
    UUID id,
    String scope,
    String scopeId,
    boolean active,
    Optional<String> callbackUrl,
    List<String> eventTypes,
    Instant created,
    Instant modified,
    String clientId,
    String accountId,
    Optional<String> deactivationReason) {}
