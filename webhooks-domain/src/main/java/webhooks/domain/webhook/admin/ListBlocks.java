package webhooks.domain.webhook.admin;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request for a page of blocks, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of blocks, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param faults the faults found while the request was read; the rules add theirs
 */
public record ListBlocks(Optional<String> top, Optional<String> continuationToken, Faults faults) {}
