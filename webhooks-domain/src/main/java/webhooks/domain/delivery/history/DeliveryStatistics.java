package webhooks.domain.delivery.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * Statistics of one webhook's deliveries.
 *
 * @param window counts and latency include the deliveries created in this window
 * @param deliveries the number of deliveries of each status, up to a bound
 * @param complete whether no status has more deliveries than are counted
 * @param latency the duration of attempts; empty if none was made
 * @param oldestPending the creation time of the oldest delivery that is still to be sent, in the
 *     window or before it
 * @param consecutiveFailures the number of failed attempts since the last success, activation or
 *     change of URL
 * @param deactivationReason the reason why the webhook is inactive, if it ever was active
 * @param undelivered the deliveries that the deactivation cancelled, while the webhook is inactive;
 *     empty if there are none
 * @param recovery the latest recovery, if there is one
 */
public record DeliveryStatistics(
    StatisticsWindow window,
    Map<DeliveryStatus, Long> deliveries,
    boolean complete,
    Optional<Latency> latency,
    Optional<Instant> oldestPending,
    int consecutiveFailures,
    Optional<String> deactivationReason,
    Optional<Undelivered> undelivered,
    Optional<RecoveryProgress> recovery) {

  /**
   * The deliveries that a deactivation cancelled, or that are cancelled when they are next claimed.
   *
   * @param count how many; the true number can be larger if this is the maximum that is counted
   * @param since the creation time of the oldest of them, which a request to recover them names
   */
  public record Undelivered(long count, Instant since) {}

  /** The duration of attempts: the median and the 95th percentile. */
  public record Latency(Duration median, Duration percentile95) {}
}
