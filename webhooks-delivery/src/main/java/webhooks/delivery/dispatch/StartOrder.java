package webhooks.delivery.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The order in which prefetched deliveries are started: accounts in turn, the hosts of an account
 * in turn, and the webhooks at a host in turn. Not safe for several threads.
 */
final class StartOrder {
  /** Bounds the accounts that one call passes over because their share is used up. */
  private static final int MAX_ACCOUNTS = 100;

  /** Bounds the hosts of an account that one call passes over. */
  private static final int MAX_HOSTS = 4;

  /** Whether a request of a webhook may start. */
  enum StartDecision {
    MAY_START,
    /** The webhook has as many requests in flight as its receiver has earned. */
    WEBHOOK_BUSY,
    /** Its account, its host or the node has as many requests in flight as it may. */
    SHARE_BUSY
  }

  /** The webhooks with prefetched deliveries that were not found busy, by account and host. */
  private final Map<String, Map<String, Deque<WebhookLeases>>> ready = new LinkedHashMap<>();

  /** The account and the host at which each of these webhooks is in {@link #ready}. */
  private final Map<WebhookLeases, Destination> places = new HashMap<>();

  /** Adds a webhook behind the others at its host, unless it is there. */
  void add(WebhookLeases webhook) {
    Destination to = webhook.destination();
    if (places.putIfAbsent(webhook, to) == null) {
      ready
          .computeIfAbsent(to.account(), unused -> new LinkedHashMap<>())
          .computeIfAbsent(to.host(), unused -> new ArrayDeque<>())
          .add(webhook);
    }
  }

  /** Removes a webhook. */
  void remove(WebhookLeases webhook) {
    Destination place = places.remove(webhook);
    if (place != null) {
      Map<String, Deque<WebhookLeases>> hosts = ready.get(place.account());
      hosts.get(place.host()).remove(webhook);
      if (hosts.get(place.host()).isEmpty()) {
        hosts.remove(place.host());
      }
      if (hosts.isEmpty()) {
        ready.remove(place.account());
      }
    }
  }

  /**
   * Returns the next webhook that may start a request, for the caller to start its first delivery.
   * Puts it behind the others if it has more.
   *
   * <p>Removes the webhooks before it that are busy. The caller adds a webhook again when one of
   * its requests has ended.
   */
  Optional<WebhookLeases> next(Function<WebhookLeases, StartDecision> mayStart) {
    return next(
        ready,
        MAX_ACCOUNTS,
        hosts -> next(hosts, MAX_HOSTS, atHost -> next(atHost, mayStart), Deque::isEmpty),
        Map::isEmpty);
  }

  /**
   * Returns the webhook of the first queue that has one to start. Tries at most {@code max} queues,
   * and moves each of them behind the others, or removes it if it is empty.
   */
  private static <T> Optional<WebhookLeases> next(
      Map<String, T> queues,
      int max,
      Function<T, Optional<WebhookLeases>> next,
      Predicate<T> isEmpty) {
    Optional<WebhookLeases> found = Optional.empty();
    for (int left = Math.min(max, queues.size()); found.isEmpty() && left > 0; left--) {
      String first = queues.keySet().iterator().next();
      T queue = queues.remove(first);
      found = next.apply(queue);
      if (!isEmpty.test(queue)) {
        queues.put(first, queue);
      }
    }
    return found;
  }

  private Optional<WebhookLeases> next(
      Deque<WebhookLeases> atHost, Function<WebhookLeases, StartDecision> mayStart) {
    while (!atHost.isEmpty()) {
      WebhookLeases webhook = atHost.element();
      switch (mayStart.apply(webhook)) {
        case MAY_START -> {
          atHost.remove();
          if (webhook.prefetched.size() > 1) {
            atHost.add(webhook);
          } else {
            places.remove(webhook);
          }
          return Optional.of(webhook);
        }
        case WEBHOOK_BUSY -> places.remove(atHost.remove());
        default -> {
          // The other webhooks at this host would find no free share either.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
