package webhooks.listener;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import webhooks.listener.OpenConnections.State;
import webhooks.listener.QueueKey.Group;

/**
 * Limits the open connections of a listener. Otherwise strangers could use up the file descriptors
 * and the heap of the process without a login. Thread-safe.
 *
 * <p>A connection belongs to the account of its latest request with an accepted token. Before the
 * first such request it belongs to its network. When all places are taken, a new connection gets a
 * place of the group that has the most ({@link GroupCounts}), and this group loses the connection
 * that {@link OpenConnections} chooses. Groups with few connections are equals: many networks with
 * one connection each are no reason to close the second connection of a client. If no account, or
 * no network, has more than few, the choice is among the connections of all accounts or networks.
 *
 * <p>Beside its equals, and in its own group, a new connection keeps its place for a moment, so
 * that its first request is read. If no other connection can be closed meanwhile, the next new
 * connection is refused. So a group that opens connections without an end neither closes all of
 * them before their answers, nor shuts out its own callers.
 */
final class ConnectionLimit {
  private static final int MAX = 4096;

  /** The connections of one listener together may hold the heap divided by this number. */
  private static final int HEAP_PART = 4;

  /** A group has few connections if it has at most the places divided by this number. */
  private static final int FEW_PART = 64;

  /** Longer than a client on the other side of the world takes to send its first request. */
  static final Duration MIN_AGE = Duration.ofMillis(250);

  private final int max;
  private final LongSupplier clock;
  private final Map<Group, OpenConnections> groups = new HashMap<>();
  private final OpenConnections accounts = new OpenConnections();
  private final OpenConnections networks = new OpenConnections();
  private final GroupCounts counts;

  /**
   * Creates a limit.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  ConnectionLimit(int max, LongSupplier clock) {
    this.max = max;
    this.clock = clock;
    counts = new GroupCounts(max);
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
    Place place = new Place(QueueKey.unverified(client).group(), close, clock.getAsLong());
    Optional<Place> lost = Optional.empty();
    synchronized (this) {
      if (counts.areAllTaken()) {
        lost = loser(place);
        if (lost.isEmpty()) {
          return Optional.empty();
        }
        remove(lost.get());
      }
      add(place);
    }
    lost.ifPresent(other -> other.close.run());
    return Optional.of(place);
  }

  /** Returns the place of the connection that is closed for the new one; empty if none may be. */
  private Optional<Place> loser(Place newcomer) {
    long now = newcomer.since;
    long openedBefore = now - MIN_AGE.toNanos();
    Group largest = counts.largestFor(newcomer.group);
    if (counts.of(largest) <= max / FEW_PART) {
      return all(largest).loser(openedBefore);
    }
    return counts
        .largerThan(newcomer.group)
        .map(larger -> groups.get(larger).loser(now))
        .orElseGet(() -> groups.get(newcomer.group).loser(openedBefore));
  }

  private OpenConnections all(Group group) {
    return group.isAccount() ? accounts : networks;
  }

  private void add(Place place) {
    place.open = true;
    counts.increment(place.group);
    all(place.group).add(place);
    groups.computeIfAbsent(place.group, key -> new OpenConnections()).add(place);
  }

  private void remove(Place place) {
    place.open = false;
    counts.decrement(place.group);
    all(place.group).remove(place);
    OpenConnections ofGroup = groups.get(place.group);
    ofGroup.remove(place);
    if (ofGroup.isEmpty()) {
      groups.remove(place.group);
    }
  }

  /** The place of an open connection. Each method does nothing once another one has the place. */
  final class Place {
    private static final Attribute<Place> PLACE =
        Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(Place.class.getName());

    private final Runnable close;
    private Group group;
    private State state = State.NEW;
    private long since;
    private boolean open;

    private Place(Group group, Runnable close, long since) {
      this.group = group;
      this.close = close;
      this.since = since;
    }

    static Place of(Connection<?> connection) {
      return PLACE.get(connection);
    }

    void attach(Connection<?> connection) {
      PLACE.set(connection, this);
    }

    State state() {
      return state;
    }

    /** Returns since when, by the clock, the connection has this state and this group. */
    long since() {
      return since;
    }

    /** Notes that a request of the connection waits for its answer. */
    void requestBegan() {
      change(group, State.BUSY);
    }

    /** Notes that the connection waits for its next request. */
    void requestEnded() {
      change(group, State.IDLE);
    }

    /** Notes that a request has an accepted token of this account. */
    void belongsTo(Group account) {
      synchronized (ConnectionLimit.this) {
        change(account, state);
      }
    }

    private void change(Group newGroup, State newState) {
      synchronized (ConnectionLimit.this) {
        if (open && (state != newState || !group.equals(newGroup))) {
          ConnectionLimit.this.remove(this);
          group = newGroup;
          state = newState;
          since = clock.getAsLong();
          add(this);
        }
      }
    }

    /** Gives the place back. */
    void release() {
      synchronized (ConnectionLimit.this) {
        if (open) {
          ConnectionLimit.this.remove(this);
        }
      }
    }
  }
}
