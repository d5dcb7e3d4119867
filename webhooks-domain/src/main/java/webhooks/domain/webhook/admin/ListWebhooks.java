package webhooks.domain.webhook.admin;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request for a page of all webhooks, not yet checked; an absent parameter is empty.
 *
 * @param top how many, 1 to 100
 * @param continuationToken the end of the previous page
 * @param accountId the account whose webhooks are listed
 * @param active {@code true} for active webhooks, {@code false} for inactive ones
 * @param faults what reading the request already found; the rules add theirs
 */
public record ListWebhooks(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    Optional<String> active,
    Faults faults) {}
