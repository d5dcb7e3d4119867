package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.access.Actor;

/**
 * A CDI event: an administrator moves an iTwin to another account or removes it, with all its
 * grants.
 *
 * <p>It is fired inside the transaction of the change. Published events that delete an iTwin do not
 * fire it.
 *
 * @param by the actor that moves or removes the iTwin
 * @param iTwinId the iTwin
 */
public record OwnerChanged(Actor by, UUID iTwinId) {}
