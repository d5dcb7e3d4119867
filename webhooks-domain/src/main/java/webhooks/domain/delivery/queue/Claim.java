package webhooks.domain.delivery.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * The result of a claim.
 *
 * @param deliveries the deliveries that are leased to this node, to be sent now
 * @param withBacklog the webhooks that may have more deliveries in their backlog
 * @param throttled the throttled webhooks that may have more, with the time after which a claim may
 *     lease some
 * @param examined how many rows were read; if they are as many as the limit, there may be more
 * @param unchanged how many of these rows stay as they were, for a later claim
 */
public record Claim(
    List<LeasedDelivery> deliveries,
    Set<UUID> withBacklog,
    Map<UUID, Duration> throttled,
    int examined,
    int unchanged) {
  /** Creates a claim without throttled webhooks. */
  public Claim(
      List<LeasedDelivery> deliveries, Set<UUID> withBacklog, int examined, int unchanged) {
    this(deliveries, withBacklog, Map.of(), examined, unchanged);
  }
}
