package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * What became of a batch of events.
 *
 * @param deliveries leased to this node, to be sent now
 * @param withBacklog webhooks with new deliveries in their backlog
 * @param withoutAccount the ids of events whose account is not known; nothing was stored of them
 * @param duplicates how many were known already
 */
public record IngestResult(
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Set<UUID> withoutAccount,
    int duplicates) {}
