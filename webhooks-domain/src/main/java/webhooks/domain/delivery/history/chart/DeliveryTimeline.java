package webhooks.domain.delivery.history.chart;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * The deliveries of one webhook by the time of their creation and by status.
 *
 * @param window the period
 * @param pending the pending deliveries of any age, counted up to a bound
 * @param countedSince the time of the oldest counted delivery, if there are too many to count the
 *     whole period: no earlier delivery of any status is counted
 * @param buckets oldest first
 */
public record DeliveryTimeline(
    ChartWindow window,
    DeliveryCount pending,
    Optional<Instant> countedSince,
    List<Bucket> buckets) {

  /**
   * The deliveries of one bucket.
   *
   * @param deliveries the number for each status
   */
  public record Bucket(Instant start, Map<DeliveryStatus, Long> deliveries) {}
}
