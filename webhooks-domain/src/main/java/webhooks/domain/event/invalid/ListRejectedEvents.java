package webhooks.domain.event.invalid;

import java.util.Optional;

/**
 * A request for a page of rejected events, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of events, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param selection the filters of the list, with the faults found while the request was read
 */
public record ListRejectedEvents(
    Optional<String> top, Optional<String> continuationToken, SelectRejectedEvents selection) {}
