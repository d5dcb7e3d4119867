package webhooks.domain.portal;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of sessions, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of sessions, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param accountId the account whose sessions are listed; empty means the caller's own
 * @param faults the faults found while the request was read
 */
public record ListPortalSessions(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    List<Fault> faults) {}
