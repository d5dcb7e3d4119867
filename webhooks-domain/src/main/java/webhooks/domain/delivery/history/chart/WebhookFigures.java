package webhooks.domain.delivery.history.chart;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;

/**
 * The figures of one webhook in a list.
 *
 * @param deliveries the number of deliveries of each status that were created in the window, up to
 *     a bound
 * @param countedSince the time since which all deliveries are counted, if some status has more
 *     deliveries than are counted
 * @param latency the duration of the attempts of the latest deliveries; empty if none was made
 * @param pending the deliveries of any age that are still to be sent, counted up to a bound
 * @param oldestPending when the oldest of them was created, as far as it is known
 * @param filtered the number of events that the filters of the webhook dropped in the window, and
 *     in up to ten minutes before it
 * @param buckets the counted deliveries over time, oldest first
 */
public record WebhookFigures(
    Map<DeliveryStatus, Long> deliveries,
    Optional<Instant> countedSince,
    Optional<DeliveryStatistics.Latency> latency,
    DeliveryCount pending,
    Optional<Instant> oldestPending,
    long filtered,
    List<DeliveryTimeline.Bucket> buckets) {}
