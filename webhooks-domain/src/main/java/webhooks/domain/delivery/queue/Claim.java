package webhooks.domain.delivery.queue;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * What a claim found.
 *
 * @param deliveries leased to this node, to be sent now
 * @param withBacklog webhooks that may have more deliveries in their backlog
 * @param seen how many rows were looked at; as many as the limit means that there may be more
 */
public record Claim(List<LeasedDelivery> deliveries, Set<UUID> withBacklog, int seen) {}
