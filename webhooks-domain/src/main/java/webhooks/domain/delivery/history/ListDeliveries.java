package webhooks.domain.delivery.history;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of a webhook's deliveries, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of deliveries, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param status the name of a delivery status
 * @param eventType the type of the events
 * @param since the earliest time of creation, ISO 8601
 * @param until the end of the times of creation, exclusive, ISO 8601
 * @param faults the faults found while the request was read
 */
public record ListDeliveries(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> status,
    Optional<String> eventType,
    Optional<String> since,
    Optional<String> until,
    List<Fault> faults) {}
