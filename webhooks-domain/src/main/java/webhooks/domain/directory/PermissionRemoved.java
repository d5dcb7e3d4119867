package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.access.Actor;

/**
 * A CDI event: a client lost the permission to maintain webhooks of an iTwin.
 *
 * <p>It is fired inside the transaction that revokes the permission.
 *
 * @param by the actor that revoked the permission
 */
public record PermissionRemoved(Actor by, UUID iTwinId, String clientId) {}
