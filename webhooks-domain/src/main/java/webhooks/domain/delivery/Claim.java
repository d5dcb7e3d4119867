package webhooks.domain.delivery;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a claim found.
 *
 * @param deliveries leased to this node, to be sent now
 * @param lines webhooks that may have more deliveries waiting in their line
 * @param seen how many rows were looked at; as many as the limit means that there may be more
 */
public record Claim(List<LeasedDelivery> deliveries, Set<UUID> lines, int seen) {}
