package webhooks.domain.delivery.history;

import java.util.List;
import java.util.Optional;

/**
 * A page of a webhook's deliveries, newest first.
 *
 * @param deliveries at most the requested number; a page can hold fewer although more follow,
 *     because the number of rows that are read for a page is bounded
 * @param continuation the continuation token of the next page; empty on the last page
 */
public record DeliveryPage(List<DeliverySummary> deliveries, Optional<String> continuation) {}
