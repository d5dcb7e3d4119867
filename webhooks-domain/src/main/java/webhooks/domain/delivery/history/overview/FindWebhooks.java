package webhooks.domain.delivery.history.overview;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.error.Fault;

/**
 * A request to find webhooks, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of webhooks in a page, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param accountId the account whose webhooks are found; only operators may name one
 * @param active {@code true} for active webhooks, {@code false} for inactive ones
 * @param ids the ids of the only webhooks that are found, separated by commas
 * @param search words that a webhook must have
 * @param state the name of a state
 * @param eventType the type of events that a webhook must get
 * @param sort the name of an order
 * @param faults the faults found while the request was read
 */
public record FindWebhooks(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> accountId,
    Optional<String> active,
    Optional<String> ids,
    Optional<String> search,
    Optional<String> state,
    Optional<String> eventType,
    Optional<String> sort,
    List<Fault> faults) {
  /** Returns whether the request has a parameter that a plain list does not have. */
  public boolean isSearch() {
    return Stream.of(ids, search, state, eventType, sort).anyMatch(Optional::isPresent);
  }
}
