package webhooks.domain.webhook.admin;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of blocks, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of blocks, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param faults the faults found while the request was read
 */
public record ListBlocks(
    Optional<String> top, Optional<String> continuationToken, List<Fault> faults) {}
