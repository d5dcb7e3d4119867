package webhooks.domain.delivery.history;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * A delivery as lists of the delivery history show it.
 *
 * @param iTwinId the iTwin that the body names: the event's iTwin, or the account
 * @param traceId the id of the trace that the requests name: the publisher's trace, or one that
 *     follows from the event's id
 * @param created the time when its event was accepted, by the database's clock
 * @param attemptCount the number of attempts so far
 * @param nextAttempt the time when it is due; empty if it is finished, leased or in the backlog, or
 *     if its activation has ended
 * @param lastStatusCode the status of the response to its latest attempt, if there was one
 * @param lastError why its latest attempt failed; empty if it succeeded or there was none
 */
public record DeliverySummary(
    UUID id,
    UUID messageId,
    String eventType,
    String iTwinId,
    String traceId,
    DeliveryStatus status,
    Instant created,
    int attemptCount,
    Optional<Instant> nextAttempt,
    OptionalInt lastStatusCode,
    Optional<AttemptError> lastError) {}
