package webhooks.domain.delivery.history.search;

import java.time.Instant;
import java.util.Optional;

/**
 * A valid request for a page of deliveries.
 *
 * @param top the maximum number of deliveries in the page
 * @param start where the page begins
 * @param asked the start of the period that the request names
 */
record SearchQuery(int top, SearchPosition start, DeliveryFilter filter, Optional<Instant> asked) {}
