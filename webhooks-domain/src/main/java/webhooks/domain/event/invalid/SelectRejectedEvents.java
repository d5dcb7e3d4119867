package webhooks.domain.event.invalid;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request that names rejected events, not yet checked. An absent property is empty. Without any,
 * all rejected events are meant.
 *
 * @param ids the ids of the messages
 * @param reason a part of the reason
 * @param since the earliest time of the rejection, ISO 8601
 * @param until the end of the times, exclusive, ISO 8601
 * @param faults the faults found while the request was read
 */
public record SelectRejectedEvents(
    Optional<List<String>> ids,
    Optional<String> reason,
    Optional<String> since,
    Optional<String> until,
    List<Fault> faults) {}
