package webhooks.domain.delivery.history;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * A delivery as its log shows it.
 *
 * @param iTwinId the iTwin its body names: the event's, or the account
 * @param created when its event was taken in, by the database's clock
 * @param attemptCount attempts made so far
 * @param nextAttempt when it is due; empty if it is done with, being sent, or waits for a free slot
 */
public record DeliverySummary(
    UUID id,
    UUID messageId,
    String eventType,
    String iTwinId,
    DeliveryStatus status,
    Instant created,
    int attemptCount,
    Optional<Instant> nextAttempt) {}
