package webhooks.delivery.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The webhooks with leases in this node, and the latest webhooks that had leases earlier, if their
 * receivers differ from new ones. Not safe for several threads.
 */
final class KnownWebhooks {
  /** How many webhooks without leases are remembered. */
  private static final int MAX_REMEMBERED = 10_000;

  private final LeaseShares shares;
  private final int maxPerWebhook;
  private final Function<UUID, Destination> destinations;
  private final LongSupplier ticker;
  private final Map<UUID, WebhookLeases> busy = new HashMap<>();

  /** Those without leases, in the order of their last use, the oldest first. */
  private final Map<UUID, WebhookLeases> remembered = new LinkedHashMap<>();

  /**
   * Starts without webhooks.
   *
   * @param shares counts what webhooks use at their destinations
   * @param maxPerWebhook the maximum of requests in flight of one webhook
   * @param destinations returns the present destination of a webhook
   * @param ticker the time in nanoseconds
   */
  KnownWebhooks(
      LeaseShares shares,
      int maxPerWebhook,
      Function<UUID, Destination> destinations,
      LongSupplier ticker) {
    this.shares = shares;
    this.maxPerWebhook = maxPerWebhook;
    this.destinations = destinations;
    this.ticker = ticker;
  }

  /**
   * Returns what is known of a webhook, counted at its present destination. Its receiver begins
   * again if the host of its URL has changed.
   */
  WebhookLeases find(UUID id) {
    Destination present = destinations.apply(id);
    WebhookLeases webhook = busy.get(id);
    if (webhook != null) {
      if (!present.equals(Destination.UNKNOWN) && !present.equals(webhook.destination())) {
        shares.change(webhook, () -> webhook.moveTo(present, newPace()));
      }
      return webhook;
    }
    WebhookLeases known = remembered.get(id);
    return known != null && known.destination().equals(present)
        ? known
        : new WebhookLeases(id, present, newPace());
  }

  private ReceiverPace newPace() {
    return new ReceiverPace(maxPerWebhook, ticker);
  }

  /** Returns a webhook that has leases. */
  WebhookLeases busy(UUID id) {
    return busy.get(id);
  }

  /** Returns the webhooks that have leases. */
  Collection<WebhookLeases> busy() {
    return busy.values();
  }

  /** Stores what is known of a webhook, unless a new one would start with the same. */
  void store(WebhookLeases webhook) {
    busy.remove(webhook.id());
    remembered.remove(webhook.id());
    if (webhook.leased() > 0) {
      busy.put(webhook.id(), webhook);
    } else if (!webhook.pace().isNew()) {
      remembered.put(webhook.id(), webhook);
      if (remembered.size() > MAX_REMEMBERED) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
  }

  /** Returns how many webhooks are known. */
  int size() {
    return busy.size() + remembered.size();
  }
}
