package webhooks.domain.delivery.history.recover;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to requeue deliveries that did not succeed, or to count them, not yet checked. An
 * absent property is empty.
 *
 * @param since the earliest time of creation, ISO 8601
 * @param until the end of the times of creation, exclusive, ISO 8601; by default now
 * @param status the statuses to requeue, by default exhausted and cancelled
 * @param eventType the only type of events whose deliveries are requeued, by default all
 * @param error why the latest attempt failed
 * @param statusCode a status, or a class of them, of the latest attempt
 * @param messageIds the ids of the only events whose deliveries are requeued
 * @param faults the faults found while the request was read
 */
public record RecoverDeliveries(
    Optional<String> since,
    Optional<String> until,
    Optional<List<String>> status,
    Optional<String> eventType,
    Optional<String> error,
    Optional<String> statusCode,
    Optional<List<String>> messageIds,
    List<Fault> faults) {}
