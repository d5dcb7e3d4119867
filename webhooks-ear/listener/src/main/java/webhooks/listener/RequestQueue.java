package webhooks.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives requests a turn on the request threads: addresses in turn, and the requests of an address
 * in their order. Thread-safe.
 *
 * <p>A connection has one request here at most, because the next one is read after its answer. So a
 * connection that sends many requests at once waits for all others after each of them.
 *
 * <p>One address has at most three quarters of the threads. When all places to wait are taken, a
 * request gets the place of the address that has the most, if its own address has fewer: of that
 * one the newest request is refused.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  private final Executor threads;
  private final int maxRunning;
  private final Map<ClientNetwork, Address> addresses = new HashMap<>();

  /** The addresses that have a waiting request and may have a thread more. */
  private final Set<Address> turns = new LinkedHashSet<>();

  private final NetworkCounts waiting = new NetworkCounts();
  private int running;

  /**
   * Creates an empty queue.
   *
   * @param threads must run as many requests at the same time, and may reject more once the
   *     listener stops
   */
  RequestQueue(Executor threads, int maxRunning) {
    this.threads = threads;
    this.maxRunning = maxRunning;
  }

  /**
   * Runs a request when its turn comes.
   *
   * @param refusal answers the request if there is no place to wait for it, or if the request of
   *     another address gets its place. Runs on any thread that gives a request to the queue
   */
  void offer(ClientNetwork client, Runnable request, Runnable refusal) {
    Optional<Waiting> refused = add(client, new Waiting(request, refusal));
    runNext();
    refused.ifPresent(waiting -> waiting.refusal.run());
  }

  /** Returns the request that gets no place, or loses it. */
  private synchronized Optional<Waiting> add(ClientNetwork client, Waiting request) {
    Optional<Waiting> lost = Optional.empty();
    if (waiting.total() == MAX_WAITING) {
      lost = waiting.largerThan(client).map(this::removeNewest);
      if (lost.isEmpty()) {
        return Optional.of(request);
      }
    }
    Address address = addresses.computeIfAbsent(client, Address::new);
    address.waiting.add(request);
    waiting.increment(client);
    giveTurn(address);
    return lost;
  }

  private Waiting removeNewest(ClientNetwork client) {
    Address address = addresses.get(client);
    Waiting newest = address.waiting.removeLast();
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
    if (!address.waiting.isEmpty() && address.running < ClientNetwork.share(maxRunning)) {
      turns.add(address);
    }
  }

  private void runNext() {
    for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
      run(turn.get());
    }
  }

  private synchronized Optional<Turn> next() {
    if (running == maxRunning || turns.isEmpty()) {
      return Optional.empty();
    }
    Address address = turns.iterator().next();
    turns.remove(address);
    address.running++;
    running++;
    waiting.decrement(address.client);
    Turn turn = new Turn(address, address.waiting.remove().request);
    giveTurn(address);
    return Optional.of(turn);
  }

  private void run(Turn turn) {
    try {
      threads.execute(
          () -> {
            try {
              turn.request.run();
            } finally {
              end(turn.address);
              runNext();
            }
          });
    } catch (RejectedExecutionException e) {
      // The listener has stopped, and closes its connections.
      end(turn.address);
    }
  }

  private synchronized void end(Address address) {
    running--;
    address.running--;
    giveTurn(address);
    forgetIdle(address);
  }

  /** A request that has no thread yet. */
  private record Waiting(Runnable request, Runnable refusal) {}

  /** A request that has a thread. */
  private record Turn(Address address, Runnable request) {}

  /** What an address has here. */
  private static final class Address {
    final ClientNetwork client;
    final Deque<Waiting> waiting = new ArrayDeque<>();
    int running;

    Address(ClientNetwork client) {
      this.client = client;
    }
  }
}
