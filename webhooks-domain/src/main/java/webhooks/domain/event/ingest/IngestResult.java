package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * The result of storing a batch of events.
 *
 * @param deliveries the deliveries that are leased to this node, to be sent now
 * @param withBacklog the ids of webhooks for which this node leased only some or none of the new
 *     deliveries, because it had no free slots
 * @param withoutAccount the ids of events whose account is not known; they are not stored
 * @param duplicates how many events were already stored
 */
public record IngestResult(
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Set<UUID> withoutAccount,
    int duplicates) {}
