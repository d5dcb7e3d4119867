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
 * Open connections, and which of them loses its place first: the one that has been idle the
 * longest; without an idle one, the one whose request has been in work the longest. Not
 * thread-safe.
 *
 * <p>Those that are too young to lose their place are a quarter at most while others have requests
 * in work. So a newcomer gets a place beside requests that never end, and takes few of theirs.
 */
final class OpenConnections {
  private static final int YOUNG_PART = 4;

  /** The connections of each state, in the order in which they have come to it. */
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
   * @param openedBefore a connection without a request loses its place only if it was opened then
   *     or before
   */
  Optional<Place> first(long openedBefore) {
    Comparator<Place> bySince = Comparator.comparingLong(place -> place.since() - openedBefore);
    Optional<Place> opened = first(State.NEW);
    Optional<Place> idle =
        Stream.concat(
                opened.filter(place -> place.since() - openedBefore <= 0).stream(),
                first(State.IDLE).stream())
            .min(bySince);
    return idle.or(() -> areManyYoung() ? Optional.empty() : first(State.BUSY));
  }

  private boolean areManyYoung() {
    int all = connections.values().stream().mapToInt(Set::size).sum();
    return connections.get(State.NEW).size() >= (all + YOUNG_PART - 1) / YOUNG_PART;
  }

  private Optional<Place> first(State state) {
    Iterator<Place> places = connections.get(state).iterator();
    return places.hasNext() ? Optional.of(places.next()) : Optional.empty();
  }
}
