package webhooks.domain.audit;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of the audit trail, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of entries, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param accountId the account whose entries are listed
 * @param webhookId the webhook whose entries are listed
 * @param action the text of the {@link AuditAction} that is listed
 * @param since the earliest time of entries, ISO 8601
 * @param until the end of the times, exclusive, ISO 8601
 * @param faults the faults found while the request was read
 */
public record ListAuditEntries(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    Optional<String> webhookId,
    Optional<String> action,
    Optional<String> since,
    Optional<String> until,
    List<Fault> faults) {}
