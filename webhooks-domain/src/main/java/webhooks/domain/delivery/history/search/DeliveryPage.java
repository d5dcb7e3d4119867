package webhooks.domain.delivery.history.search;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.page.Page;

/**
 * A page of deliveries.
 *
 * @param searched how far the search has come; empty if the request had no condition for which
 *     deliveries are examined
 */
public record DeliveryPage(Page<FoundDelivery> page, Optional<Searched> searched) {
  /** The page of a caller who may read no deliveries. */
  static final DeliveryPage EMPTY =
      new DeliveryPage(new Page<>(List.of(), Optional.empty()), Optional.empty());

  /** A delivery with its webhook. */
  public record FoundDelivery(UUID webhookId, DeliverySummary delivery) {}
}
