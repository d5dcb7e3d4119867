package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import webhooks.domain.delivery.LeasedDelivery;

/**
 * The leased deliveries that wait in this node's memory until a request may be in flight for them.
 *
 * <p>Accounts are served in turn, and so are the hosts of an account and the webhooks at a host. A
 * webhook that has as many requests in flight as it may is passed over until one of them ends. Safe
 * for several threads.
 */
final class PrefetchedDeliveries {
  /** Bounds the accounts that one call passes over because their share is used up. */
  private static final int MAX_ACCOUNTS = 100;

  /** Bounds the hosts of an account that one call passes over. */
  private static final int MAX_HOSTS = 4;

  private final DeliverySlots slots;
  private final LongSupplier ticker;
  private final Map<UUID, WebhookQueue> webhooks = new HashMap<>();

  /** The webhooks that are not known to be busy, by account and host. */
  private final Map<String, Map<String, Deque<WebhookQueue>>> ready = new LinkedHashMap<>();

  private boolean closed;

  /** A delivery, and the time from which it waits. */
  private record Waiting(LeasedDelivery delivery, long sinceNanos) {}

  /** The deliveries of a webhook, the longest waiting first. */
  private static final class WebhookQueue {
    private final UUID id;
    private final Destination destination;
    private final Deque<Waiting> deliveries = new ArrayDeque<>();
    private boolean ready;

    WebhookQueue(UUID id, Destination destination) {
      this.id = id;
      this.destination = destination;
    }
  }

  /**
   * Creates an empty store.
   *
   * @param slots decides which requests may start
   * @param ticker the time in nanoseconds
   */
  PrefetchedDeliveries(DeliverySlots slots, LongSupplier ticker) {
    this.slots = slots;
    this.ticker = ticker;
  }

  /**
   * Adds a delivery, which has a slot, behind the others of its webhook.
   *
   * @return false after {@link #close}: the delivery was not added
   */
  synchronized boolean add(LeasedDelivery delivery) {
    if (closed) {
      return false;
    }
    WebhookQueue webhook =
        webhooks.computeIfAbsent(
            delivery.webhookId(), id -> new WebhookQueue(id, slots.destination(id)));
    webhook.deliveries.add(new Waiting(delivery, ticker.getAsLong()));
    makeReady(webhook);
    return true;
  }

  private void makeReady(WebhookQueue webhook) {
    if (!webhook.ready) {
      ready
          .computeIfAbsent(webhook.destination.account(), unused -> new LinkedHashMap<>())
          .computeIfAbsent(webhook.destination.host(), unused -> new ArrayDeque<>())
          .add(webhook);
      webhook.ready = true;
    }
  }

  /**
   * Removes and returns the next delivery whose request may start, and counts the request as in
   * flight. The caller calls {@link #ended} when it ends.
   *
   * @return empty if no request may start now
   */
  synchronized Optional<LeasedDelivery> next() {
    if (!slots.mayStart()) {
      return Optional.empty();
    }
    return next(
        ready,
        MAX_ACCOUNTS,
        hosts -> next(hosts, MAX_HOSTS, this::next, Deque::isEmpty),
        Map::isEmpty);
  }

  /**
   * Returns what the first entry has, or else the next one, up to a number of entries. These go
   * behind the others, or are removed if they are empty.
   */
  private static <T> Optional<LeasedDelivery> next(
      Map<String, T> queues,
      int max,
      Function<T, Optional<LeasedDelivery>> next,
      Predicate<T> isEmpty) {
    Map<String, T> served = new LinkedHashMap<>();
    try {
      Iterator<Map.Entry<String, T>> entries = queues.entrySet().iterator();
      Optional<LeasedDelivery> found = Optional.empty();
      while (found.isEmpty() && served.size() < max && entries.hasNext()) {
        Map.Entry<String, T> entry = entries.next();
        served.put(entry.getKey(), entry.getValue());
        found = next.apply(entry.getValue());
      }
      return found;
    } finally {
      queues.keySet().removeAll(served.keySet());
      served.values().removeIf(isEmpty);
      queues.putAll(served);
    }
  }

  private Optional<LeasedDelivery> next(Deque<WebhookQueue> atHost) {
    while (!atHost.isEmpty()) {
      WebhookQueue webhook = atHost.element();
      switch (slots.start(webhook.id)) {
        case STARTED -> {
          LeasedDelivery delivery = webhook.deliveries.remove().delivery();
          atHost.remove();
          if (webhook.deliveries.isEmpty()) {
            webhooks.remove(webhook.id);
          } else {
            atHost.add(webhook);
          }
          return Optional.of(delivery);
        }
        case WEBHOOK_BUSY -> {
          atHost.remove();
          webhook.ready = false;
        }
        default -> {
          // The other webhooks at this host would find no free share either.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the number of deliveries. */
  synchronized int size() {
    return webhooks.values().stream().mapToInt(webhook -> webhook.deliveries.size()).sum();
  }

  /** Counts a request of the webhook as ended, so that the next one may start. */
  synchronized void ended(UUID webhookId) {
    slots.end(webhookId);
    WebhookQueue webhook = webhooks.get(webhookId);
    if (webhook != null) {
      makeReady(webhook);
    }
  }

  /** Removes and returns the deliveries of a webhook. */
  synchronized List<LeasedDelivery> removeAll(UUID webhookId) {
    WebhookQueue webhook = webhooks.get(webhookId);
    return webhook == null ? List.of() : removeAll(webhook);
  }

  private List<LeasedDelivery> removeAll(WebhookQueue webhook) {
    webhooks.remove(webhook.id);
    String account = webhook.destination.account();
    String host = webhook.destination.host();
    Map<String, Deque<WebhookQueue>> hosts = ready.getOrDefault(account, new HashMap<>());
    Deque<WebhookQueue> atHost = hosts.getOrDefault(host, new ArrayDeque<>());
    atHost.remove(webhook);
    if (atHost.isEmpty()) {
      hosts.remove(host);
    }
    if (hosts.isEmpty()) {
      ready.remove(account);
    }
    return webhook.deliveries.stream().map(Waiting::delivery).toList();
  }

  /**
   * Removes and returns the deliveries of the webhooks whose first one has waited too long, or
   * whose lease does not last for an attempt any more.
   *
   * @param nanos how long a delivery may wait
   * @param timeout how long an attempt may take
   */
  synchronized List<LeasedDelivery> removeWaiting(long nanos, Duration timeout) {
    long now = ticker.getAsLong();
    List<LeasedDelivery> removed = new ArrayList<>();
    for (WebhookQueue webhook : List.copyOf(webhooks.values())) {
      Waiting first = webhook.deliveries.element();
      if (now - first.sinceNanos() >= nanos || !first.delivery().lease().outlasts(timeout)) {
        removed.addAll(removeAll(webhook));
      }
    }
    return removed;
  }

  /** Removes and returns all deliveries, and takes none from now on. */
  synchronized List<LeasedDelivery> close() {
    closed = true;
    List<LeasedDelivery> removed = new ArrayList<>();
    List.copyOf(webhooks.values()).forEach(webhook -> removed.addAll(removeAll(webhook)));
    return removed;
  }
}
