package webhooks.listener;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gives requests a turn on the request threads: addresses in turn, at an address its callers, and
 * the requests of a caller in their order. Thread-safe.
 *
 * <p>A connection has one request here at most, because the next one is read after its answer. So a
 * connection that sends many requests at once waits for all others after each of them.
 *
 * <p>A request that has a thread is taken to need a processor until it is a quarter of a second
 * old. Few such <em>fresh</em> requests run at once: more would only make each other slower, and
 * all else on the machine. An older one waits for something, such as the rest of its body, and
 * leaves its place to others.
 *
 * <p>One address has at most three quarters of the threads, and of the places for fresh requests.
 * When all places to wait are taken, a request gets the place of the address that has the most, if
 * its own address has fewer, and else that of the caller who has the most at its own address. The
 * newest request of the one with the most is refused.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  /** How long a request is fresh. Usual ones have ended by then, also on a busy machine. */
  static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** As many as requests may have database connections. */
  private static final int MIN_FRESH = 16;

  private static final int FRESH_PER_PROCESSOR = 4;

  private final Executor threads;
  private final WakeClock clock;
  private final int maxRunning;
  private final int maxFresh;
  private final Map<ClientNetwork, Address> addresses = new HashMap<>();

  /** The addresses that have a waiting request and may have a thread more. */
  private final Set<Address> turns = new LinkedHashSet<>();

  /** The fresh requests, the oldest first. */
  private final Set<Turn> fresh = new LinkedHashSet<>();

  private final NetworkCounts waiting = new NetworkCounts();
  private int running;
  private boolean wakes;

  /**
   * Creates an empty queue for work that needs a processor all the time.
   *
   * @param threads must run as many requests at the same time, and may reject more once the
   *     listener stops
   */
  RequestQueue(Executor threads, int maxRunning) {
    this(threads, maxRunning, maxRunning, WakeClock.SYSTEM);
  }

  /**
   * Creates an empty queue.
   *
   * @param threads as above
   * @param maxFresh how many fresh requests may run
   */
  RequestQueue(Executor threads, int maxRunning, int maxFresh, WakeClock clock) {
    this.threads = threads;
    this.maxRunning = maxRunning;
    this.maxFresh = maxFresh;
    this.clock = clock;
  }

  /** Returns how many fresh requests may run: enough to use each processor while some wait. */
  static int maxFresh(int processors, int maxRunning) {
    return Math.min(Math.max(MIN_FRESH, FRESH_PER_PROCESSOR * processors), maxRunning);
  }

  /**
   * Runs a request when its turn comes.
   *
   * @param caller a hash of the request's token
   * @param refusal answers the request if there is no place to wait for it, or if the request of
   *     another address gets its place. Runs on any thread that gives a request to the queue
   */
  void offer(ClientNetwork client, int caller, Runnable request, Runnable refusal) {
    Optional<Waiting> refused = add(client, caller, new Waiting(request, refusal));
    runNext();
    refused.ifPresent(waiting -> waiting.refusal.run());
  }

  /** Returns the request that gets no place, or loses it. */
  private synchronized Optional<Waiting> add(ClientNetwork client, int caller, Waiting request) {
    Optional<Waiting> lost = Optional.empty();
    if (waiting.total() == MAX_WAITING) {
      Optional<ClientNetwork> loser = waiting.largerThan(client).or(() -> withMore(client, caller));
      if (loser.isEmpty()) {
        return Optional.of(request);
      }
      lost = loser.map(this::removeNewest);
    }
    Address address = addresses.computeIfAbsent(client, Address::new);
    address.waiting.add(caller, request);
    waiting.increment(client);
    giveTurn(address);
    return lost;
  }

  /** Returns the address if one of its callers has more waiting requests than this one. */
  private Optional<ClientNetwork> withMore(ClientNetwork client, int caller) {
    return Optional.ofNullable(addresses.get(client))
        .filter(address -> address.waiting.anyHasMoreThan(caller))
        .map(address -> client);
  }

  private Waiting removeNewest(ClientNetwork client) {
    Address address = addresses.get(client);
    Waiting newest = address.waiting.removeNewest();
    waiting.decrement(client);
    if (address.waiting.isEmpty()) {
      turns.remove(address);
    }
    forgetIdle(address);
    return newest;
  }

  private void forgetIdle(Address address) {
    if (address.running == 0 && address.waiting.isEmpty()) {
      addresses.remove(address.client);
    }
  }

  private void giveTurn(Address address) {
    if (!address.waiting.isEmpty()
        && address.running < ClientNetwork.share(maxRunning)
        && address.fresh < ClientNetwork.share(maxFresh)) {
      turns.add(address);
    }
  }

  private void runNext() {
    for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
      run(turn.get());
    }
  }

  private synchronized Optional<Turn> next() {
    long now = clock.nanos();
    age(now);
    if (running == maxRunning || fresh.size() == maxFresh || turns.isEmpty()) {
      wakeWhenOneAges(now);
      return Optional.empty();
    }
    Address address = turns.iterator().next();
    turns.remove(address);
    address.running++;
    address.fresh++;
    running++;
    waiting.decrement(address.client);
    Turn turn = new Turn(address, address.waiting.remove().request, now);
    fresh.add(turn);
    giveTurn(address);
    return Optional.of(turn);
  }

  private void age(long now) {
    while (!fresh.isEmpty() && now - oldest().begin >= FRESH_NANOS) {
      Turn turn = oldest();
      fresh.remove(turn);
      turn.address.fresh--;
      giveTurn(turn.address);
    }
  }

  private Turn oldest() {
    return fresh.iterator().next();
  }

  /** Without an end of a request, nothing else would give the next one its turn. */
  private void wakeWhenOneAges(long now) {
    if (!wakes && waiting.total() > 0 && !fresh.isEmpty()) {
      wakes = true;
      clock.wake(FRESH_NANOS - (now - oldest().begin), this::wake);
    }
  }

  private void wake() {
    synchronized (this) {
      wakes = false;
    }
    runNext();
  }

  private void run(Turn turn) {
    try {
      threads.execute(
          () -> {
            try {
              turn.request.run();
            } finally {
              end(turn);
              runNext();
            }
          });
    } catch (RejectedExecutionException e) {
      // The listener has stopped, and closes its connections.
      end(turn);
    }
  }

  private synchronized void end(Turn turn) {
    Address address = turn.address;
    running--;
    address.running--;
    if (fresh.remove(turn)) {
      address.fresh--;
    }
    giveTurn(address);
    forgetIdle(address);
  }

  /** A request that has no thread yet. */
  private record Waiting(Runnable request, Runnable refusal) {}

  /** A request that has a thread. */
  private static final class Turn {
    final Address address;
    final Runnable request;

    /** When the request got its thread, by the clock. */
    final long begin;

    Turn(Address address, Runnable request, long begin) {
      this.address = address;
      this.request = request;
      this.begin = begin;
    }
  }

  /** What an address has here. */
  private static final class Address {
    final ClientNetwork client;
    final WaitingRequests<Waiting> waiting = new WaitingRequests<>();
    int running;
    int fresh;

    Address(ClientNetwork client) {
      this.client = client;
    }
  }
}
