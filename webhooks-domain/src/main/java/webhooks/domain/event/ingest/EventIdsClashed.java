package webhooks.domain.event.ingest;

import java.util.Set;
import java.util.UUID;

/**
 * Fired when events of a batch are dropped because other accounts' events have the same ids.
 *
 * <p>It is fired inside the transaction that stores the batch. The transaction may still fail, so
 * observers run after its success.
 *
 * @param ids the ids of the dropped events
 */
record EventIdsClashed(Set<UUID> ids) {}
