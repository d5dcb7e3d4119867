package webhooks.domain.directory;

import java.util.Set;
import java.util.UUID;
import webhooks.domain.audit.Actor;

/**
 * A CDI event: an iTwin was moved to another account, or removed. The administrators of its former
 * account lose their permissions on it.
 *
 * <p>It is fired inside the transaction of the change.
 *
 * @param by the actor that moved or removed the iTwin
 * @param maintainers the clients that still have the permission to maintain webhooks of the iTwin
 */
public record OwnerChanged(Actor by, UUID iTwinId, Set<String> maintainers) {}
