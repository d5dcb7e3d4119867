package webhooks.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives requests a turn on the request threads: addresses in turn, and the requests of an address
 * in their order. Thread-safe.
 *
 * <p>A connection has one request here at most, because the next one is read after its answer. So a
 * connection that sends many requests at once waits for all others after each of them.
 *
 * <p>One address has at most three quarters of the threads and of the places to wait.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  private final Executor threads;
  private final int maxRunning;
  private final Map<ClientNetwork, Address> addresses = new HashMap<>();

  /** The addresses that have a waiting request and may have a thread more. */
  private final Queue<Address> turns = new ArrayDeque<>();

  private int running;
  private int waiting;

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

  /** Runs a request when its turn comes. Returns false if there is no place to wait for it. */
  boolean offer(ClientNetwork client, Runnable request) {
    boolean accepted = add(client, request);
    runNext();
    return accepted;
  }

  private synchronized boolean add(ClientNetwork client, Runnable request) {
    Address address = addresses.getOrDefault(client, new Address(client));
    if (waiting == MAX_WAITING || address.waiting.size() == ClientNetwork.share(MAX_WAITING)) {
      return false;
    }
    addresses.put(client, address);
    address.waiting.add(request);
    waiting++;
    giveTurn(address);
    return true;
  }

  private void giveTurn(Address address) {
    if (!address.hasTurn
        && !address.waiting.isEmpty()
        && address.running < ClientNetwork.share(maxRunning)) {
      address.hasTurn = true;
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
    Address address = turns.remove();
    address.hasTurn = false;
    address.running++;
    running++;
    waiting--;
    Turn turn = new Turn(address, address.waiting.remove());
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
    if (address.running == 0 && address.waiting.isEmpty()) {
      addresses.remove(address.client);
    }
  }

  /** A request that has a thread. */
  private record Turn(Address address, Runnable request) {}

  /** What an address has here. */
  private static final class Address {
    final ClientNetwork client;
    final Deque<Runnable> waiting = new ArrayDeque<>();
    int running;
    boolean hasTurn;

    Address(ClientNetwork client) {
      this.client = client;
    }
  }
}
