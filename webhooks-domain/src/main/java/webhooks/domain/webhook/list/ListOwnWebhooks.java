package webhooks.domain.webhook.list;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for the caller's webhooks, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of webhooks in a page, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param active {@code true} for active webhooks, {@code false} for inactive ones
 * @param faults the faults found while the request was read
 */
public record ListOwnWebhooks(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> active,
    List<Fault> faults) {
  /** Returns whether the request is for a page and not for the whole list. */
  public boolean isPaged() {
    return top.isPresent() || continuationToken.isPresent();
  }
}
