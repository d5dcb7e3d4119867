package webhooks.domain.delivery.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What is still to be delivered, by whichever node.
 *
 * @param pending how many deliveries, without what a deactivation ended
 * @param oldest when the oldest of them was made, by the database's clock; empty if there is none
 */
public record PendingDeliveries(long pending, Optional<Instant> oldest) {}
