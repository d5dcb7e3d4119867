package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.queue.DeliveryQueue;

/**
 * Finds backlogs that this node does not know: those that other nodes have left, and those whose
 * pause has ended.
 *
 * <p>A search of the whole queue costs a read of an index for each webhook with a backlog, paused
 * ones too. So it rests twenty times as long as the search took. Pauses that end meanwhile are
 * found by their time. Before the first search it learns which receivers did not answer before the
 * node's start. For one thread.
 */
final class BacklogSearch {
  /** Longer than a query waits for its connection. */
  private static final Duration OVERLAP = Duration.ofSeconds(6);

  private static final long MAX_REST_NANOS = Duration.ofSeconds(30).toNanos();

  /** Searches of the whole queue rest so many times as long as the latest one took. */
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

  /** Searches once. Returns webhooks that may have a backlog. */
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
