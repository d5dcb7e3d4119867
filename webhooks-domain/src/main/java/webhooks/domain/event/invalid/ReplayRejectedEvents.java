package webhooks.domain.event.invalid;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to replay rejected events, not yet checked. An absent property is empty.
 *
 * @param ids the ids of the messages; empty means all messages
 * @param faults the faults found while the request was read
 */
public record ReplayRejectedEvents(Optional<List<String>> ids, List<Fault> faults) {}
