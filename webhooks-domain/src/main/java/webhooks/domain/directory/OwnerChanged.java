package webhooks.domain.directory;

import java.util.Set;
import java.util.UUID;
import webhooks.domain.audit.Actor;

/**
 * An iTwin was moved to another account, or removed: the administrators of its former account lose
 * their permissions on it.
 *
 * <p>Observed inside the transaction of the change.
 *
 * @param by the actor that moved or removed it
 * @param maintainers the clients that still hold the permission to maintain webhooks of the iTwin
 */
public record OwnerChanged(Actor by, UUID iTwinId, Set<String> maintainers) {}
