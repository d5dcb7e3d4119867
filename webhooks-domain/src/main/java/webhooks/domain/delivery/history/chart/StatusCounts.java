package webhooks.domain.delivery.history.chart;

import java.util.EnumMap;
import java.util.Map;
import webhooks.domain.delivery.DeliveryStatus;

/** Makes maps with a number for each status. */
final class StatusCounts {
  private StatusCounts() {}

  /** Returns a map with zero for each status. */
  static Map<DeliveryStatus, Long> zeros() {
    Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      counts.put(status, 0L);
    }
    return counts;
  }
}
