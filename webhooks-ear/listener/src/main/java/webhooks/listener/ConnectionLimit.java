package webhooks.listener;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Limits the open connections of a listener. Otherwise strangers could use up the file descriptors
 * and the heap of the process without a login.
 *
 * <p>When all places are taken, a new connection gets the place of the network that has the most,
 * if its own network has fewer. That network loses the connection that has been idle the longest;
 * without an idle one, the connection whose request has been in work the longest. Thread-safe.
 */
final class ConnectionLimit {
  private static final int MAX = 4096;

  /** The connections of one listener may hold this part of the heap together. */
  private static final int HEAP_PART = 4;

  private final int max;
  private final Map<ClientNetwork, Connections> networks = new HashMap<>();
  private final Counts<ClientNetwork> counts = new Counts<>();

  ConnectionLimit(int max) {
    this.max = max;
  }

  /** Returns how many connections a listener may have with a heap of this size. */
  static int max(long heapBytes) {
    return (int) Math.min(MAX, heapBytes / HEAP_PART / RequestGuard.CONNECTION_BYTES);
  }

  /**
   * Counts a connection until it releases its place. May close another one.
   *
   * @param close closes the connection if another one gets its place
   * @return the place; empty if there is none
   */
  Optional<Place> take(ClientNetwork client, Runnable close) {
    Place place = new Place(client, close);
    Optional<Place> lost = Optional.empty();
    synchronized (this) {
      if (counts.total() == max) {
        lost = counts.largerThan(client).map(largest -> networks.get(largest).first());
        if (lost.isEmpty()) {
          return Optional.empty();
        }
        remove(lost.get());
      }
      networks.computeIfAbsent(client, key -> new Connections()).idle.add(place);
      counts.increment(client);
    }
    lost.ifPresent(other -> other.close.run());
    return Optional.of(place);
  }

  private void remove(Place place) {
    Connections connections = networks.get(place.client);
    if (connections != null && (connections.idle.remove(place) || connections.busy.remove(place))) {
      counts.decrement(place.client);
      if (connections.idle.isEmpty() && connections.busy.isEmpty()) {
        networks.remove(place.client);
      }
    }
  }

  /** The place of an open connection. */
  final class Place {
    private final ClientNetwork client;
    private final Runnable close;

    private Place(ClientNetwork client, Runnable close) {
      this.client = client;
      this.close = close;
    }

    /** Notes that a request of the connection waits for its answer. */
    void requestBegan() {
      synchronized (ConnectionLimit.this) {
        Connections connections = networks.get(client);
        if (connections != null && connections.idle.remove(this)) {
          connections.busy.add(this);
        }
      }
    }

    /** Notes that the connection waits for its next request. */
    void requestEnded() {
      synchronized (ConnectionLimit.this) {
        Connections connections = networks.get(client);
        if (connections != null && connections.busy.remove(this)) {
          connections.idle.add(this);
        }
      }
    }

    /** Gives the place back. Does nothing if another connection has it already. */
    void release() {
      synchronized (ConnectionLimit.this) {
        remove(this);
      }
    }
  }

  /** The places of a network, in the order in which they became idle or busy. */
  private static final class Connections {
    final Set<Place> idle = new LinkedHashSet<>();
    final Set<Place> busy = new LinkedHashSet<>();

    Place first() {
      Iterator<Place> places = (idle.isEmpty() ? busy : idle).iterator();
      return places.next();
    }
  }
}
