package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.queue.DeliveryQueue;

/**
 * Finds webhooks with a backlog that this node does not know: backlogs that other nodes have left,
 * and backlogs whose pause has ended.
 *
 * <p>A search of the whole queue reads an index once for each webhook with a backlog, also if the
 * webhook is paused. So the next one begins after twenty times as long as the search took, at most
 * half a minute. The searches between find the pauses that have ended, by their time. Before the
 * first search this class learns which receivers did not answer before the node's start. For one
 * thread.
 */
final class BacklogSearch {
  /**
   * How much time two searches for ended pauses share: more than a query waits for its connection.
   */
  private static final Duration OVERLAP = Duration.ofSeconds(6);

  private static final long MAX_REST_NANOS = Duration.ofSeconds(30).toNanos();

  /** After a search of the whole queue, none begins for so many times as long as it took. */
  private static final int REST = 20;

  private final DeliveryQueue queue;
  private final NodeLeases leases;
  private final LongSupplier ticker;
  private boolean knowsSilent;
  private long nextOfAll;
  private long latest;

  /**
   * Creates a search that begins with the whole queue.
   *
   * @param ticker the time in nanoseconds
   */
  BacklogSearch(DeliveryQueue queue, NodeLeases leases, LongSupplier ticker) {
    this.queue = queue;
    this.leases = leases;
    this.ticker = ticker;
    nextOfAll = ticker.getAsLong();
    latest = nextOfAll;
  }

  /**
   * Searches once. Returns webhooks that may have a backlog.
   *
   * @throws webhooks.domain.database.DatabaseFailure if the database does not answer
   */
  List<UUID> next() {
    if (!knowsSilent) {
      leases.addSilent(queue.silentWebhooks(KnownWebhooks.MAX_NOT_QUICK));
      knowsSilent = true;
    }
    long begin = ticker.getAsLong();
    List<UUID> webhooks;
    if (begin - nextOfAll >= 0) {
      webhooks = queue.webhooksWithBacklog();
      long end = ticker.getAsLong();
      nextOfAll = end + Math.min(REST * (end - begin), MAX_REST_NANOS);
    } else {
      webhooks = queue.webhooksAfterPause(Duration.ofNanos(begin - latest).plus(OVERLAP));
    }
    latest = begin;
    return webhooks;
  }
}
