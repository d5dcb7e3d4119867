package webhooks.domain.metric.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import webhooks.domain.delivery.history.chart.ChartWindow;
import webhooks.domain.delivery.queue.PendingDeliveries;

/**
 * The figures of all nodes in a window. Times are by the database's clock.
 *
 * @param window the window
 * @param buckets the sums of all nodes, stopped ones included, oldest first
 * @param byNode the sum of each node that counted in the window, by the id of its run
 * @param pending the latest measurement of the pending deliveries of the last five minutes
 */
public record FigureHistory(
    ChartWindow window,
    List<Bucket> buckets,
    Map<UUID, Counted> byNode,
    Optional<PendingDeliveries> pending) {
  /**
   * Counts of one or more nodes.
   *
   * @param events accepted events
   * @param succeeded deliveries that succeeded
   * @param exhausted deliveries that were given up
   */
  public record Counted(long events, long succeeded, long exhausted) {
    Counted plus(Counted other) {
      return new Counted(
          events + other.events, succeeded + other.succeeded, exhausted + other.exhausted);
    }
  }

  /**
   * A part of the window.
   *
   * @param start the beginning of the bucket
   * @param counted what all nodes counted; empty if none wrote in this time
   * @param pending the most pending deliveries that were measured in it
   */
  public record Bucket(Instant start, Optional<Counted> counted, OptionalLong pending) {}
}
