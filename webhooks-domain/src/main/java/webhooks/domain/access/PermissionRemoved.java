package webhooks.domain.access;

import java.util.UUID;

/**
 * A client no longer holds the permission to maintain webhooks of an iTwin.
 *
 * <p>Observed inside the transaction that takes it away.
 */
public record PermissionRemoved(UUID iTwinId, String clientId) {}
