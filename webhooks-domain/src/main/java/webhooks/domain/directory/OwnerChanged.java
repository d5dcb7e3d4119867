package webhooks.domain.directory;

import java.util.Set;
import java.util.UUID;
import webhooks.domain.audit.Actor;

/**
 * An iTwin went to another account, or is gone: what its administrators could do rests no more on
 * the account that owned it.
 *
 * <p>Observed inside the transaction that changes it.
 *
 * @param by who moved or removed it
 * @param maintainers the clients that still hold the permission to maintain webhooks of the iTwin
 */
public record OwnerChanged(Actor by, UUID iTwinId, Set<String> maintainers) {}
