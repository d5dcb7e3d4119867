package webhooks.delivery.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;

/**
 * Remembers the webhooks with leases in this node, and the latest webhooks that had leases earlier,
 * if their receivers differ from new ones. Slow and silent receivers are remembered the longest,
 * because to try one as if it were new costs the slot of a new one. Not safe for several threads.
 */
final class KnownWebhooks {
  /** How many quick webhooks without leases are remembered. */
  private static final int MAX_QUICK = 10_000;

  /** How many slow or silent webhooks without leases are remembered, about 300 bytes each. */
  static final int MAX_NOT_QUICK = 100_000;

  private final LeaseShares shares;
  private final int maxPerWebhook;
  private final Function<UUID, Destination> destinations;
  private final LongSupplier ticker;
  private final Map<UUID, WebhookLeases> busy = new HashMap<>();

  /** Quick webhooks without leases, the one with the oldest use first. */
  private final Map<UUID, WebhookLeases> quick = new LinkedHashMap<>();

  /** Slow and silent webhooks without leases, in the same order. */
  private final Map<UUID, WebhookLeases> notQuick = new LinkedHashMap<>();

  /** Webhooks that were silent before the node's start, and that no other field has yet. */
  private final Set<UUID> silent = new HashSet<>();

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

  /** Notes webhooks whose latest attempts, of any node, brought no answer. */
  void addSilent(Collection<UUID> webhookIds) {
    silent.addAll(webhookIds);
  }

  /**
   * Returns the state of a webhook, counted at its present destination. Its receiver counts as new
   * again if its account, the host of its URL or its time-out has changed, or its owner has paused
   * it.
   */
  WebhookLeases find(UUID id) {
    Destination present = destinations.apply(id);
    WebhookLeases webhook = busy.get(id);
    if (webhook != null) {
      if (!present.equals(Destination.UNKNOWN) && !present.equals(webhook.destination())) {
        shares.change(webhook, () -> webhook.moveTo(present, newPace(present)));
      }
      return webhook;
    }
    WebhookLeases known = quick.getOrDefault(id, notQuick.get(id));
    if (known != null && known.destination().equals(Destination.UNKNOWN)) {
      known.moveTo(present, newPace(present));
    }
    return known != null && known.destination().equals(present)
        ? known
        : new WebhookLeases(id, present, firstPace(id, present));
  }

  private ReceiverPace firstPace(UUID id, Destination at) {
    ReceiverPace pace = newPace(at);
    if (silent.contains(id)) {
      pace.becomeSilent();
    }
    return pace;
  }

  private ReceiverPace newPace(Destination at) {
    return new ReceiverPace(maxPerWebhook, at.flow().isSlow(), ticker);
  }

  /** Returns a webhook that has leases; null if it has none. */
  WebhookLeases busy(UUID id) {
    return busy.get(id);
  }

  /** Returns the webhooks that have leases. */
  Collection<WebhookLeases> busy() {
    return busy.values();
  }

  /**
   * Stores the state of a webhook, unless a new webhook would start with the same. Forgets a late
   * one without leases: its attempt ended without a result, and a late webhook gets no slot for
   * another one.
   */
  void store(WebhookLeases webhook) {
    UUID id = webhook.id();
    busy.remove(id);
    quick.remove(id);
    notQuick.remove(id);
    silent.remove(id);
    if (webhook.leased() > 0) {
      busy.put(id, webhook);
    } else if (webhook.pace().kind() == ReceiverKind.QUICK) {
      remember(quick, webhook, MAX_QUICK);
    } else if (webhook.pace().hasResult()) {
      remember(notQuick, webhook, MAX_NOT_QUICK);
    }
  }

  private static void remember(
      Map<UUID, WebhookLeases> latest, WebhookLeases webhook, int maximum) {
    latest.put(webhook.id(), webhook);
    if (latest.size() > maximum) {
      latest.remove(latest.keySet().iterator().next());
    }
  }

  /** Returns how many webhooks are known by their leases here. */
  int size() {
    return busy.size() + quick.size() + notQuick.size();
  }
}
