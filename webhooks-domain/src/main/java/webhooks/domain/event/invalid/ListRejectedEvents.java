package webhooks.domain.event.invalid;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request for a page of invalid messages, not yet checked; an absent parameter is empty.
 *
 * @param top how many, 1 to 100
 * @param continuationToken where the page before ended
 * @param faults what reading the request already found; the rules add theirs
 */
public record ListRejectedEvents(
    Optional<String> top, Optional<String> continuationToken, Faults faults) {}
