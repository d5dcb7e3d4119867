package webhooks.domain.portal;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to create a session of the portal, not yet checked. An absent property is empty.
 *
 * @param accountId the account; empty means the caller's own
 * @param user the user, who the audit trail names
 * @param expires how long the session lasts, ISO 8601
 * @param pages the names of the pages that the user may open; empty means all
 * @param readOnly whether the user may change nothing
 * @param faults the faults found while the request was read
 */
public record CreatePortalSession(
    Optional<String> accountId,
    Optional<String> user,
    Optional<String> expires,
    Optional<List<String>> pages,
    Optional<Boolean> readOnly,
    List<Fault> faults) {}
