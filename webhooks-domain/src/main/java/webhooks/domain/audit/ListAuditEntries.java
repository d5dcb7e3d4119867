package webhooks.domain.audit;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request for a page of the audit trail, not yet checked; an absent parameter is empty.
 *
 * @param top how many, 1 to 100
 * @param continuationToken where the page before ended
 * @param accountId acts that concern this account alone
 * @param since of acts from then on, ISO 8601
 * @param until of acts before then, ISO 8601
 * @param faults what reading the request already found; the rules add theirs
 */
public record ListAuditEntries(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    Optional<String> since,
    Optional<String> until,
    Faults faults) {}
