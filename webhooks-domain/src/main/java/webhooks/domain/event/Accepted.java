package webhooks.domain.event;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * What became of a batch of events.
 *
 * @param deliveries leased to this node, to be sent now
 * @param waiting webhooks with deliveries that wait in their line
 * @param withoutAccount the ids of events whose account is not known; nothing was stored of them
 * @param duplicates how many were known already
 */
public record Accepted(
    List<LeasedDelivery> deliveries, Set<UUID> waiting, Set<UUID> withoutAccount, int duplicates) {}
