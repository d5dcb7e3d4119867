package webhooks.domain.event.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A queue of requests to publish that wait for a transaction. Accounts take turns, and each
 * account's requests are taken in their order. Safe for several threads.
 */
final class PublishQueue {
  private final int maxEvents;
  private final long maxBytes;
  private final boolean onePerAccount;
  private final Map<String, Deque<WaitingRequest>> accounts = new LinkedHashMap<>();

  /** The accounts that have a transaction, if an account may have only one at a time. */
  private final Set<String> busy = new HashSet<>();

  /** The requests that were taken together and whose transaction has not ended. */
  private final Set<List<WaitingRequest>> begun =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean closed;

  private PublishQueue(int maxEvents, long maxBytes, boolean onePerAccount) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    this.onePerAccount = onePerAccount;
  }

  /**
   * Returns a queue of requests that are taken together, up to these bounds. One request always
   * fits.
   */
  static PublishQueue together(int maxEvents, long maxBytes) {
    return new PublishQueue(maxEvents, maxBytes, false);
  }

  /** Returns a queue of requests that are taken one by one, at most one of an account at a time. */
  static PublishQueue oneByOne() {
    return new PublishQueue(1, Long.MAX_VALUE, true);
  }

  /** Adds a request as the last one of its account. Returns false after {@link #close}. */
  synchronized boolean add(WaitingRequest request) {
    if (!closed) {
      ofAccount(request).addLast(request);
      notify();
    }
    return !closed;
  }

  /**
   * Adds a request that was taken and did not fit, as the first one of its account. Returns false
   * after {@link #close}.
   */
  synchronized boolean addAgain(WaitingRequest request) {
    if (!closed) {
      ofAccount(request).addFirst(request);
      notify();
    }
    return !closed;
  }

  private Deque<WaitingRequest> ofAccount(WaitingRequest request) {
    return accounts.computeIfAbsent(request.account(), unused -> new ArrayDeque<>());
  }

  /**
   * Takes the next requests, one of each account in turn. Waits for the first one, but not longer
   * than the limit: then the list may be empty. The caller passes the list to {@link #ended} after
   * the transaction.
   */
  synchronized List<WaitingRequest> take(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Optional<String> turn = turn();
    for (long left = end - System.nanoTime();
        turn.isEmpty() && !closed && left > 0;
        left = end - System.nanoTime()) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      turn = turn();
    }
    List<WaitingRequest> taken = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    for (; turn.isPresent(); turn = turn()) {
      WaitingRequest next = accounts.get(turn.get()).element();
      events += next.size();
      bytes += next.bytes();
      if (!taken.isEmpty() && (events > maxEvents || bytes > maxBytes)) {
        break;
      }
      taken.add(takeFirst(turn.get()));
    }
    if (!taken.isEmpty()) {
      begun.add(taken);
    }
    return taken;
  }

  /** Returns the account whose turn it is. */
  private Optional<String> turn() {
    return accounts.keySet().stream().filter(account -> !busy.contains(account)).findFirst();
  }

  /** Takes the first request of an account. Its next one has its turn after all others. */
  private WaitingRequest takeFirst(String account) {
    Deque<WaitingRequest> requests = accounts.remove(account);
    WaitingRequest first = requests.remove();
    if (!requests.isEmpty()) {
      accounts.put(account, requests);
    }
    if (onePerAccount) {
      busy.add(account);
    }
    return first;
  }

  /** Notes that the transaction of requests has ended. */
  synchronized void ended(List<WaitingRequest> requests) {
    begun.remove(requests);
    if (onePerAccount) {
      requests.forEach(request -> busy.remove(request.account()));
      notifyAll();
    }
  }

  /** Removes and returns the requests that began to wait before this time. */
  synchronized List<WaitingRequest> removeOlderThan(long nanos) {
    List<WaitingRequest> old = new ArrayList<>();
    Iterator<Deque<WaitingRequest>> all = accounts.values().iterator();
    while (all.hasNext()) {
      Deque<WaitingRequest> requests = all.next();
      while (!requests.isEmpty() && requests.element().sinceNanos() - nanos < 0) {
        old.add(requests.remove());
      }
      if (requests.isEmpty()) {
        all.remove();
      }
    }
    return old;
  }

  /** Returns the requests that began to wait before this time and are in a transaction now. */
  synchronized List<WaitingRequest> begunOlderThan(long nanos) {
    return begun.stream()
        .flatMap(List::stream)
        .filter(request -> request.sinceNanos() - nanos < 0)
        .toList();
  }

  /** Refuses all further requests. Removes and returns the waiting ones. */
  synchronized List<WaitingRequest> close() {
    closed = true;
    notifyAll();
    List<WaitingRequest> left = accounts.values().stream().flatMap(Deque::stream).toList();
    accounts.clear();
    return left;
  }
}
