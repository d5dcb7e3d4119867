package webhooks.listener;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
 * <p>Few of the requests that have a thread <em>compute</em>: more would only make each other
 * slower, and all else on the machine. A request computes until its thread is seen to wait, for
 * example for a lock, and at most for a quarter of a second: Java does not show that a thread waits
 * for the rest of a body. A request that computes no longer leaves its place to another one.
 *
 * <p>One address has at most three quarters of the threads, and of the places of those that
 * compute. When all places to wait are taken, a request gets the place of the address that has the
 * most, if its own address has fewer, and else that of the caller who has the most at its own
 * address. The newest request of the one with the most is refused.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  /** How long a request computes at most. Usual ones have ended by then, also on a busy machine. */
  static final long MAX_COMPUTING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How often the queue looks which requests compute, while others wait. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** As many as requests may have database connections. */
  private static final int MIN_COMPUTING = 16;

  private static final int COMPUTING_PER_PROCESSOR = 4;

  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final Executor threads;
  private final WakeClock clock;
  private final int maxRunning;
  private final int maxComputing;
  private final Map<ClientNetwork, Address> addresses = new HashMap<>();

  /** The addresses that have a waiting request and may have a thread more. */
  private final Set<Address> turns = new LinkedHashSet<>();

  private final Set<Turn> computing = new LinkedHashSet<>();

  private final NetworkCounts waiting = new NetworkCounts();
  private int running;
  private boolean looks;

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
    if (!address.waiting.isEmpty()
        && address.running < ClientNetwork.share(maxRunning)
        && address.computing < ClientNetwork.share(maxComputing)) {
      turns.add(address);
    }
  }

  private void runNext() {
    for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
      run(turn.get());
    }
  }

  private synchronized Optional<Turn> next() {
    if (running == maxRunning || computing.size() == maxComputing || turns.isEmpty()) {
      lookLater();
      return Optional.empty();
    }
    Address address = turns.iterator().next();
    turns.remove(address);
    address.running++;
    address.computing++;
    running++;
    waiting.decrement(address.client);
    Turn turn = new Turn(address, address.waiting.remove().request, clock.nanos());
    computing.add(turn);
    giveTurn(address);
    return Optional.of(turn);
  }

  /** Nothing else shows that a request computes no longer, before it ends. */
  private void lookLater() {
    if (!looks && waiting.total() > 0 && !computing.isEmpty()) {
      looks = true;
      clock.wake(LOOK_NANOS, this::look);
    }
  }

  private void look() {
    takePlaces();
    runNext();
  }

  /** Takes the places of the requests that compute no longer. */
  private synchronized void takePlaces() {
    looks = false;
    long now = clock.nanos();
    List<Turn> ended = computing.stream().filter(turn -> !turn.computes(now)).toList();
    for (Turn turn : ended) {
      computing.remove(turn);
      turn.address.computing--;
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
    running--;
    address.running--;
    if (computing.remove(turn)) {
      address.computing--;
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

    /** When the request got its turn, by the clock. */
    final long begin;

    /** Null before the thread runs the request. */
    volatile Thread thread;

    Turn(Address address, Runnable request, long begin) {
      this.address = address;
      this.request = request;
      this.begin = begin;
    }

    boolean computes(long now) {
      Thread runner = thread;
      boolean waits = runner != null && WAITS.contains(runner.getState());
      return !waits && now - begin < MAX_COMPUTING_NANOS;
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
