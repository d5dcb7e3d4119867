package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.audit.Actor;

/**
 * A client no longer holds the permission to maintain webhooks of an iTwin.
 *
 * <p>Fired inside the transaction that revokes it.
 *
 * @param by the actor that revoked it
 */
public record PermissionRemoved(Actor by, UUID iTwinId, String clientId) {}
