package webhooks.domain.event.ingest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.Event;

/**
 * The result of storing a batch of events.
 *
 * @param processed how many of the given events the transaction handled, from the first one on; the
 *     others need another transaction
 * @param deliveries the deliveries that are leased to this node, to be sent now
 * @param withBacklog the ids of webhooks for which this node leased only some or none of the new
 *     deliveries, because it had no free slots, or the leased bodies would have been too large
 * @param withoutAccount the processed events whose account is not known; they are not stored
 * @param duplicates how many of the processed events were already stored, or repeat an earlier one
 *     of the batch
 * @param formerAccounts the accounts of the iTwins that the batch has deleted so far, by iTwin, for
 *     the next transaction of the batch
 */
public record IngestResult(
    int processed,
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Set<Event> withoutAccount,
    int duplicates,
    Map<UUID, String> formerAccounts) {}
