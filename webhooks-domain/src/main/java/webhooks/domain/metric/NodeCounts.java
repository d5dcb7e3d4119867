package webhooks.domain.metric;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.PendingDeliveries;

/**
 * Counts of a node, since its start or since an earlier count.
 *
 * @param events accepted events
 * @param succeeded deliveries that succeeded
 * @param exhausted deliveries that were given up
 * @param pending the deliveries that are still to be sent, of all nodes; empty if the last
 *     measurement failed
 */
public record NodeCounts(
    long events, long succeeded, long exhausted, Optional<PendingDeliveries> pending) {
  /** The counts of a node that starts. */
  public static final NodeCounts NONE = new NodeCounts(0, 0, 0, Optional.empty());

  static NodeCounts of(
      Counter accepted,
      Map<DeliveryStatus, Counter> finished,
      Optional<PendingDeliveries> pending) {
    return new NodeCounts(
        (long) accepted.count(),
        (long) finished.get(DeliveryStatus.SUCCEEDED).count(),
        (long) finished.get(DeliveryStatus.EXHAUSTED).count(),
        pending);
  }

  /** Returns what has been counted since an earlier count of the same run. */
  public NodeCounts since(NodeCounts earlier) {
    return new NodeCounts(
        events - earlier.events,
        succeeded - earlier.succeeded,
        exhausted - earlier.exhausted,
        pending);
  }
}
