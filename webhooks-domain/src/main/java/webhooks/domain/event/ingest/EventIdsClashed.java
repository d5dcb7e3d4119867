package webhooks.domain.event.ingest;

import java.util.Set;
import java.util.UUID;

/**
 * The CDI event that events of a batch were dropped as repeats, although the event with the same id
 * is another account's.
 *
 * <p>It is fired inside the transaction that stores the batch and that may still fail.
 */
record EventIdsClashed(Set<UUID> ids) {}
