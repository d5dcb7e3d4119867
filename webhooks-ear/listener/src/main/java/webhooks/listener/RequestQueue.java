package webhooks.listener;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives requests a turn on the request threads: addresses in turn, at an address its callers, and
 * the requests of a caller in their order. Thread-safe.
 *
 * <p>A connection has one request here at most, because the next one is read after its answer. So a
 * connection that sends many requests at once waits for all others after each of them.
 *
 * <p>Few of the requests that have a thread <em>compute</em> at a time: more would only make each
 * other slower, and all else on the machine. A request does not compute while its thread waits, for
 * example for a lock, or has a blocker, as {@link LockSupport} calls it, because Java does not show
 * that a thread waits for the network. It counts for a quarter of a second at most.
 *
 * <p>One address has at most three quarters of the threads, and may have three quarters of the
 * requests that compute. When all places to wait are taken, a request gets the place of the address
 * that has the most, if its own address has fewer, and else that of the caller who has the most at
 * its own address. The newest request of the one with the most is refused.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  /** For how long a request counts. Most have ended by then, also on a busy machine. */
  static final Duration MAX_COMPUTING = Duration.ofMillis(250);

  /** The time between two checks which requests compute, while others wait. */
  static final Duration CHECK_INTERVAL = Duration.ofMillis(5);

  /** As many as requests may have database connections. */
  private static final int MIN_COMPUTING = 16;

  private static final int COMPUTING_PER_PROCESSOR = 4;

  /** A thread that is blocked is not among them, because monitors guard short work only. */
  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final Executor threads;
  private final WakeClock clock;
  private final int maxRunning;
  private final int maxComputing;
  private final Map<ClientNetwork, Address> addresses = new HashMap<>();

  /** The addresses that have a waiting request and may have a thread more. */
  private final Set<Address> turns = new LinkedHashSet<>();

  private final Set<Turn> running = new HashSet<>();

  private final NetworkCounts waiting = new NetworkCounts();
  private int computing;
  private boolean checkScheduled;

  /**
   * Creates an empty queue for as few threads as may compute at a time.
   *
   * @param threads must run {@code maxRunning} requests at the same time, and may reject more once
   *     the listener stops
   */
  RequestQueue(Executor threads, int maxRunning) {
    this(threads, maxRunning, maxRunning, WakeClock.SYSTEM);
  }

  /**
   * Creates an empty queue.
   *
   * @param threads must run {@code maxRunning} requests at the same time, and may reject more once
   *     the listener stops
   * @param maxComputing how many requests may compute
   */
  RequestQueue(Executor threads, int maxRunning, int maxComputing, WakeClock clock) {
    this.threads = threads;
    this.maxRunning = maxRunning;
    this.maxComputing = maxComputing;
    this.clock = clock;
  }

  /**
   * Returns how many requests may compute: enough to use each processor while the database works.
   */
  static int maxComputing(int processors, int maxRunning) {
    return Math.min(Math.max(MIN_COMPUTING, COMPUTING_PER_PROCESSOR * processors), maxRunning);
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
    if (!address.waiting.isEmpty() && mayRunOneMore(address)) {
      turns.add(address);
    }
  }

  private boolean mayRunOneMore(Address address) {
    return address.running < ClientNetwork.share(maxRunning)
        && address.computing < ClientNetwork.share(maxComputing);
  }

  private void runNext() {
    for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
      run(turn.get());
    }
  }

  private synchronized Optional<Turn> next() {
    // An address that computes more again gets its turn with its next end of a request, or check.
    turns.removeIf(address -> !mayRunOneMore(address));
    if (running.size() == maxRunning || computing >= maxComputing || turns.isEmpty()) {
      scheduleCheck();
      return Optional.empty();
    }
    Address address = turns.iterator().next();
    turns.remove(address);
    address.running++;
    waiting.decrement(address.client);
    Turn turn = new Turn(address, address.waiting.remove().request, clock.nanos());
    running.add(turn);
    count(turn, true);
    giveTurn(address);
    return Optional.of(turn);
  }

  private void count(Turn turn, boolean computes) {
    if (turn.counts != computes) {
      turn.counts = computes;
      int difference = computes ? 1 : -1;
      computing += difference;
      turn.address.computing += difference;
    }
  }

  /**
   * Nothing else shows that a request computes no longer, before it ends. Without a free thread the
   * next end of a request does what a check would.
   */
  private void scheduleCheck() {
    boolean helps = waiting.total() > 0 && computing > 0 && running.size() < maxRunning;
    if (helps && !checkScheduled) {
      checkScheduled = true;
      clock.wake(CHECK_INTERVAL, this::check);
    }
  }

  private void check() {
    countAll();
    runNext();
  }

  private synchronized void countAll() {
    checkScheduled = false;
    long now = clock.nanos();
    for (Turn turn : running) {
      count(turn, turn.computes(now));
      giveTurn(turn.address);
    }
  }

  private void run(Turn turn) {
    try {
      threads.execute(
          () -> {
            turn.thread = Thread.currentThread();
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
    running.remove(turn);
    count(turn, false);
    address.running--;
    giveTurn(address);
    forgetIdle(address);
  }

  /** A request that has no thread yet. */
  private record Waiting(Runnable request, Runnable refusal) {}

  /** A request that has a thread. */
  private static final class Turn {
    final Address address;
    final Runnable request;

    /** When the request got its turn, by the clock. */
    final long begin;

    /** Null before the thread runs the request. */
    volatile Thread thread;

    /** Whether the request counts as one that computes. The queue guards it. */
    boolean counts;

    Turn(Address address, Runnable request, long begin) {
      this.address = address;
      this.request = request;
      this.begin = begin;
    }

    boolean computes(long now) {
      Thread runner = thread;
      boolean waits =
          runner != null
              && (WAITS.contains(runner.getState()) || LockSupport.getBlocker(runner) != null);
      return !waits && now - begin < MAX_COMPUTING.toNanos();
    }
  }

  /** What an address has here. */
  private static final class Address {
    final ClientNetwork client;
    final WaitingRequests<Waiting> waiting = new WaitingRequests<>();
    int running;
    int computing;

    Address(ClientNetwork client) {
      this.client = client;
    }
  }
}
