package webhooks.domain.delivery.history;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request for a page of a webhook's deliveries, not yet checked; an absent parameter is empty.
 *
 * @param top how many, 1 to 100
 * @param continuationToken where the page before ended
 * @param status one of the four
 * @param eventType the type of the event
 * @param since of deliveries created from then on, ISO 8601
 * @param until of deliveries created before then, ISO 8601
 * @param faults what reading the request already found; the rules add theirs
 */
public record ListDeliveries(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> status,
    Optional<String> eventType,
    Optional<String> since,
    Optional<String> until,
    Faults faults) {}
