package webhooks.listener;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The waiting requests of one address: its callers take turns, and the requests of a caller keep
 * their order. So one caller behind a proxy does not hold up all others there. Not thread-safe.
 *
 * <p>Requests with the same token, valid or not, have one caller, and so have all without a token.
 * A client that makes up or fetches many tokens has as many turns.
 *
 * @param <T> a request
 */
final class WaitingRequests<T> {
  /** The requests of each caller that has one, in the order of their turns. */
  private final Map<Integer, Deque<T>> callers = new LinkedHashMap<>();

  boolean isEmpty() {
    return callers.isEmpty();
  }

  /**
   * Adds a request.
   *
   * @param caller a hash of the token
   */
  void add(int caller, T request) {
    callers.computeIfAbsent(caller, key -> new ArrayDeque<>()).add(request);
  }

  /** Removes the request whose turn it is. There must be one. */
  T remove() {
    int caller = callers.keySet().iterator().next();
    Deque<T> requests = callers.remove(caller);
    T request = requests.remove();
    if (!requests.isEmpty()) {
      callers.put(caller, requests);
    }
    return request;
  }

  /** Removes the newest request of the caller that has the most. There must be one. */
  T removeNewest() {
    int largest = largest();
    Deque<T> requests = callers.get(largest);
    T newest = requests.removeLast();
    if (requests.isEmpty()) {
      callers.remove(largest);
    }
    return newest;
  }

  /** Returns whether a caller has more requests than this one. */
  boolean anyHasMoreThan(int caller) {
    return !isEmpty() && size(largest()) > size(caller);
  }

  private int largest() {
    return callers.keySet().stream().max(Comparator.comparing(this::size)).orElseThrow();
  }

  private int size(int caller) {
    return Optional.ofNullable(callers.get(caller)).map(Deque::size).orElse(0);
  }
}
