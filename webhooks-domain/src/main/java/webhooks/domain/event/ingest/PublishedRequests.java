package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * The result of a transaction that got several requests to publish.
 *
 * @param outcomes what became of each request, in their order
 * @param deliveries the deliveries that are leased to this node, to be sent now
 * @param withBacklog the ids of webhooks for which this node leased only some or none of the new
 *     deliveries, because it had no free slots
 * @param accounts the accounts of iTwins, by iTwin, that it found for events that name none
 */
public record PublishedRequests(
    List<PublishOutcome> outcomes,
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Map<UUID, String> accounts) {}
