package webhooks.domain.delivery.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * Statistics of one webhook's deliveries.
 *
 * @param window counts and latency include the deliveries created in this window
 * @param deliveries the number of deliveries of each status, up to a bound
 * @param complete whether no status has more deliveries than are counted
 * @param latency the duration of the attempts of the latest deliveries; empty if none was made
 * @param oldestPending the creation time of the oldest delivery that is still to be sent, in the
 *     window or before it
 * @param consecutiveFailures the number of failed attempts since the last success, activation or
 *     change of URL
 * @param failingSince when the first of these failures was recorded
 * @param deactivationReason the reason why the webhook was deactivated; empty if it is active or
 *     never was
 * @param undelivered the deliveries that the latest deactivation cancelled; empty if there are
 *     none, or if the webhook is active
 * @param recovery the latest recovery, if there is one
 * @param filtered the number of events that the filters of the webhook dropped in the window, and
 *     in up to ten minutes before it
 * @param drainsAt when the backlog of a throttled webhook is sent at its rate, if there is one and
 *     it was counted
 */
public record DeliveryStatistics(
    StatisticsWindow window,
    Map<DeliveryStatus, Long> deliveries,
    boolean complete,
    Optional<Latency> latency,
    Optional<Instant> oldestPending,
    int consecutiveFailures,
    Optional<Instant> failingSince,
    Optional<String> deactivationReason,
    Optional<Undelivered> undelivered,
    Optional<RecoveryProgress> recovery,
    long filtered,
    Optional<Instant> drainsAt) {

  /**
   * The deliveries that a deactivation cancelled, or that are cancelled when they are next claimed.
   *
   * @param count the number of deliveries; the true number can be larger if this is 10,000 or more
   * @param since the creation time of the oldest one, for a request to recover them. There may be
   *     older ones if there are very many
   */
  public record Undelivered(long count, Instant since) {}

  /** The duration of attempts: the median and the 95th percentile. */
  public record Latency(Duration median, Duration percentile95) {
    /** Returns the latency of attempts with these durations, empty if there are none. */
    public static Optional<Latency> of(Collection<Integer> milliseconds) {
      int[] sorted = milliseconds.stream().mapToInt(Integer::intValue).sorted().toArray();
      return sorted.length == 0
          ? Optional.empty()
          : Optional.of(new Latency(percentile(sorted, 50), percentile(sorted, 95)));
    }

    /** Returns the shortest duration that at least so many percent of them do not exceed. */
    private static Duration percentile(int[] sorted, int percent) {
      return Duration.ofMillis(sorted[(percent * sorted.length + 99) / 100 - 1]);
    }
  }
}
