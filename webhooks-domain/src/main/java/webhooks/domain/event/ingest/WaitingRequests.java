package webhooks.domain.event.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The requests to publish that wait for a transaction. Accounts take turns; the requests of an
 * account keep their order. Safe for several threads.
 */
final class WaitingRequests {
  private final int maxEvents;
  private final Map<String, Queue<WaitingRequest>> accounts = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Begins without requests.
   *
   * @param maxEvents the maximum number of events of several requests that are taken together
   */
  WaitingRequests(int maxEvents) {
    this.maxEvents = maxEvents;
  }

  /** Adds a request as the last one of its account. Returns false after {@link #close}. */
  synchronized boolean add(WaitingRequest request) {
    if (!closed) {
      accounts.computeIfAbsent(request.account(), unused -> new ArrayDeque<>()).add(request);
      notify();
    }
    return !closed;
  }

  /**
   * Takes the next requests, one of each account in turn. Waits for the first one, but not longer
   * than the limit; then there may be none.
   */
  synchronized List<WaitingRequest> take(Duration limit) throws InterruptedException {
    if (accounts.isEmpty() && !closed) {
      wait(limit.toMillis());
    }
    List<WaitingRequest> taken = new ArrayList<>();
    int events = 0;
    while (!accounts.isEmpty()) {
      Iterator<Map.Entry<String, Queue<WaitingRequest>>> first = accounts.entrySet().iterator();
      Map.Entry<String, Queue<WaitingRequest>> turn = first.next();
      WaitingRequest next = turn.getValue().element();
      events += next.size();
      if (!taken.isEmpty() && events > maxEvents) {
        break;
      }
      turn.getValue().remove();
      first.remove();
      if (!turn.getValue().isEmpty()) {
        accounts.put(turn.getKey(), turn.getValue());
      }
      taken.add(next);
    }
    return taken;
  }

  /** Refuses all further requests, and returns those that wait. */
  synchronized List<WaitingRequest> close() {
    closed = true;
    notifyAll();
    List<WaitingRequest> left = accounts.values().stream().flatMap(Queue::stream).toList();
    accounts.clear();
    return left;
  }
}
