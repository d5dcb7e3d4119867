package webhooks.listener;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import webhooks.listener.ConnectionLimit.Place;

/**
 * Chooses which of some open connections loses its place first: the one that has had no request for
 * the longest time, whether it is idle or has sent none yet. If each connection has a request, or
 * is too young to lose its place, the one whose request has waited the longest for its answer. Not
 * thread-safe.
 *
 * <p>While requests wait for their answers, at most a quarter of the connections is too young to
 * lose its place. So a new connection gets a place beside requests that never end, and new
 * connections take few places of requests.
 */
final class OpenConnections {
  private static final int YOUNG_PART = 4;

  /** The connections of each state, in the order in which they entered it. */
  private final Map<State, Set<Place>> connections = new EnumMap<>(State.class);

  /** What a connection does. */
  enum State {
    /** It has sent no request. */
    NEW,
    /** Its request waits for its answer. */
    BUSY,
    /** Its last request is answered. */
    IDLE
  }

  OpenConnections() {
    for (State state : State.values()) {
      connections.put(state, new LinkedHashSet<>());
    }
  }

  boolean isEmpty() {
    return connections.values().stream().allMatch(Set::isEmpty);
  }

  void add(Place place) {
    connections.get(place.state()).add(place);
  }

  void remove(Place place) {
    connections.get(place.state()).remove(place);
  }

  /**
   * Returns the connection that loses its place; empty if too many are too young.
   *
   * @param openedBefore a connection that has sent no request loses its place only if it was opened
   *     at this time or before
   */
  Optional<Place> loser(long openedBefore) {
    Comparator<Place> bySince = Comparator.comparingLong(place -> place.since() - openedBefore);
    Optional<Place> opened = first(State.NEW);
    Optional<Place> idle =
        Stream.concat(
                opened.filter(place -> place.since() - openedBefore <= 0).stream(),
                first(State.IDLE).stream())
            .min(bySince);
    return idle.or(() -> areManyYoung() ? Optional.empty() : first(State.BUSY));
  }

  /** Returns whether a quarter of the connections or more have sent no request. */
  private boolean areManyYoung() {
    int all = connections.values().stream().mapToInt(Set::size).sum();
    return connections.get(State.NEW).size() >= (all + YOUNG_PART - 1) / YOUNG_PART;
  }

  private Optional<Place> first(State state) {
    Iterator<Place> places = connections.get(state).iterator();
    return places.hasNext() ? Optional.of(places.next()) : Optional.empty();
  }
}
