package webhooks.domain.delivery.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * The number and age of the deliveries that are still to be sent, by any node.
 *
 * @param pending the number of deliveries that are still to be sent. If more than 100,000 are in
 *     backlogs, or outside of them, it is an estimate on PostgreSQL, and the counted number on H2
 * @param oldest the creation time of the oldest counted delivery, by the database's clock; empty if
 *     there is none
 */
public record PendingDeliveries(long pending, Optional<Instant> oldest) {}
