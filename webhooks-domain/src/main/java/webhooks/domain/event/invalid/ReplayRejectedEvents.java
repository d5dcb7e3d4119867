package webhooks.domain.event.invalid;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request to give invalid messages back to intake; empty is a property not given.
 *
 * @param ids of the messages: all unless given
 * @param faults what reading the request already found; the rules add theirs
 */
public record ReplayRejectedEvents(Optional<List<String>> ids, Faults faults) {}
