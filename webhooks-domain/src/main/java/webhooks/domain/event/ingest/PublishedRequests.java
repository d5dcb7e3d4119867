package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * The result of a transaction that got several requests to publish.
 *
 * @param outcomes the outcomes of the requests, in their order
 * @param deliveries the deliveries that are leased to this node, to be sent now
 * @param withBacklog the ids of webhooks for which this node leased only some or none of the new
 *     deliveries, because it had no free slots, or the leased bodies would have been too large
 * @param accounts the accounts that were found for events that name no account, by iTwin
 */
public record PublishedRequests(
    List<PublishOutcome> outcomes,
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Map<UUID, String> accounts) {}
