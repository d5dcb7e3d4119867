package webhooks.domain.delivery.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * The number and age of the deliveries that are still to be sent, by any node.
 *
 * @param pending the number of deliveries of the current activation, an estimate from 100,000 on
 * @param oldest the creation time of the oldest counted delivery, by the database's clock; empty if
 *     there is none
 */
public record PendingDeliveries(long pending, Optional<Instant> oldest) {}
