package webhooks.domain.directory;

import java.util.UUID;
import webhooks.domain.access.Actor;

/**
 * A CDI event: an iTwin was moved to another account, or removed. No permission on it is left.
 *
 * <p>It is fired inside the transaction of the change.
 *
 * @param by the actor that moved or removed the iTwin
 */
public record OwnerChanged(Actor by, UUID iTwinId) {}
