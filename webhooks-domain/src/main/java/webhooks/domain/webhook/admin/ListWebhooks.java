package webhooks.domain.webhook.admin;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of all webhooks, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of webhooks, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param accountId the account whose webhooks are listed
 * @param active {@code true} for active webhooks, {@code false} for inactive ones
 * @param faults the faults found while the request was read
 */
public record ListWebhooks(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    Optional<String> active,
    List<Fault> faults) {}
