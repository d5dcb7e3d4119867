package webhooks.domain.delivery.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * Statistics of one webhook's deliveries.
 *
 * @param window of the counts and the latency: deliveries created in it
 * @param deliveries how many there are of each status, with a count for each
 * @param latency how long attempts took; empty if none was made
 * @param oldestPending when the oldest delivery was created that is still to be sent, whenever that
 *     was
 * @param consecutiveFailures attempts that failed since the last success, activation or change of
 *     URL
 * @param deactivationReason why it is inactive, if it ever was active
 * @param undelivered what its deactivation cancelled, while it is inactive; empty if that is
 *     nothing
 */
public record DeliveryStatistics(
    StatisticsWindow window,
    Map<DeliveryStatus, Long> deliveries,
    Optional<Latency> latency,
    Optional<Instant> oldestPending,
    int consecutiveFailures,
    Optional<String> deactivationReason,
    Optional<Undelivered> undelivered) {

  /**
   * Deliveries that a deactivation cancelled, or will when they are claimed.
   *
   * @param since when the oldest of them was created: what to recover them from
   */
  public record Undelivered(long count, Instant since) {}

  /** How long attempts took: half of them no longer than the median, 95 in 100 than the other. */
  public record Latency(Duration median, Duration percentile95) {}
}
