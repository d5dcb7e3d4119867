package webhooks.domain.webhook.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook as an administrator of the product reads it, without its secret.
 *
 * @param scope {@code Account} or {@code iTwin}
 * @param callbackUrl the URL without its query, which may hold credentials; empty if it can't be
 *     decrypted
 * @param clientId the service application that created the webhook
 * @param accountId the account that the webhook was created in
 * @param deactivationReason the reason why the webhook is inactive, if it ever was active
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
