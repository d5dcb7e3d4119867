package webhooks.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The waiting requests of one group: its members take turns, and the requests of a member keep
 * their order. So one caller of an account does not hold up all others. Not thread-safe.
 *
 * @param <T> a request
 */
final class WaitingRequests<T> {
  /** The requests of each member that has one, in the order of their turns. */
  private final Map<Object, Deque<T>> members = new LinkedHashMap<>();

  private final Counts<Object> counts = new Counts<>();

  boolean isEmpty() {
    return members.isEmpty();
  }

  void add(Object member, T request) {
    members.computeIfAbsent(member, key -> new ArrayDeque<>()).add(request);
    counts.increment(member);
  }

  /** Removes the request whose turn it is. There must be one. */
  T remove() {
    Object member = members.keySet().iterator().next();
    Deque<T> requests = members.remove(member);
    counts.decrement(member);
    T request = requests.remove();
    if (!requests.isEmpty()) {
      members.put(member, requests);
    }
    return request;
  }

  /** Removes this request, and returns whether it was there. */
  boolean remove(Object member, T request) {
    Deque<T> requests = members.get(member);
    boolean removed = requests != null && requests.remove(request);
    if (removed) {
      counts.decrement(member);
      if (requests.isEmpty()) {
        members.remove(member);
      }
    }
    return removed;
  }

  /** Removes the newest request of the member that has the most. There must be one. */
  T removeNewest() {
    Object largest = counts.largest().orElseThrow();
    Deque<T> requests = members.get(largest);
    counts.decrement(largest);
    T newest = requests.removeLast();
    if (requests.isEmpty()) {
      members.remove(largest);
    }
    return newest;
  }

  /** Returns whether a member has more requests than this one. */
  boolean anyHasMoreThan(Object member) {
    return counts.largerThan(member).isPresent();
  }
}
