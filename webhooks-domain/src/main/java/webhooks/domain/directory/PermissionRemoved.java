package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.audit.Actor;

/**
 * A client no longer holds the permission to maintain webhooks of an iTwin.
 *
 * <p>Told inside the transaction that takes it away.
 *
 * @param by who took it away
 */
public record PermissionRemoved(Actor by, UUID iTwinId, String clientId) {}
