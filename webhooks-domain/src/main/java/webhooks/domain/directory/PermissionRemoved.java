package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.access.Actor;

/**
 * A CDI event: a client lost the permission to maintain webhooks of an iTwin.
 *
 * <p>It is fired inside the transaction of an administrator's change that revokes the permission.
 * If an event deletes the iTwin, {@link DirectoryTable#remove} returns it, and it is not fired.
 *
 * @param by the actor that revoked the permission
 */
public record PermissionRemoved(Actor by, UUID iTwinId, String clientId) {}
