package webhooks.domain.delivery.history;

import java.util.List;
import java.util.Optional;

/**
 * Deliveries of a webhook, newest first.
 *
 * @param deliveries as many as were asked for, or fewer even where there are more: how many are
 *     looked at for a page is bounded
 * @param continuation what to ask for the next page with; empty at the end
 */
public record DeliveryPage(List<DeliverySummary> deliveries, Optional<String> continuation) {}
