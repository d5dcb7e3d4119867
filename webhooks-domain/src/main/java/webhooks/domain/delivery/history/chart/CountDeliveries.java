package webhooks.domain.delivery.history.chart;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for the number of a webhook's deliveries, not yet checked. An absent parameter is
 * empty.
 *
 * @param status the name of a delivery status
 * @param eventType the type of the events
 * @param since the earliest time of creation, ISO 8601
 * @param until the end of the times of creation, exclusive, ISO 8601
 * @param faults the faults found while the request was read
 */
public record CountDeliveries(
    Optional<String> status,
    Optional<String> eventType,
    Optional<String> since,
    Optional<String> until,
    List<Fault> faults) {}
