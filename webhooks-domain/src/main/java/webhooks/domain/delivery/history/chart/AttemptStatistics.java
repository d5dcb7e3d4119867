package webhooks.domain.delivery.history.chart;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;

/**
 * The attempts of one webhook's deliveries: their latency over time, the receiver's answers, and
 * the types of the events. All are read from a sample: the newest deliveries, whatever their
 * status.
 *
 * @param window the period
 * @param sampled the maximum number of newest deliveries that answers and event types are counted
 *     from
 * @param sampledPerBucket the same for each bucket
 * @param buckets oldest first
 * @param answers the most frequent first
 * @param eventTypes the most frequent first
 */
public record AttemptStatistics(
    ChartWindow window,
    int sampled,
    int sampledPerBucket,
    List<Bucket> buckets,
    List<Answer> answers,
    List<TypeCount> eventTypes) {

  /**
   * The attempts of the deliveries of one bucket.
   *
   * @param latency empty if there are no attempts
   */
  public record Bucket(
      Instant start, long attempts, long failed, Optional<DeliveryStatistics.Latency> latency) {}

  /** The number of attempts with this answer. Without a status, the receiver gave no answer. */
  public record Answer(OptionalInt statusCode, Optional<AttemptError> error, long attempts) {}

  /** The deliveries of events of one type, by status. */
  public record TypeCount(String eventType, Map<DeliveryStatus, Long> deliveries) {
    long total() {
      return deliveries.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
