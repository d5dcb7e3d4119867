package webhooks.listener;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts how much of a resource each holder has, and finds the holder that has the most. When the
 * resource is used up, that holder gives something back for a holder that has less. So holders
 * can't shut out another one, however many they are. Not thread-safe.
 *
 * @param <H> a holder
 */
final class Counts<H> {
  private final Map<H, Integer> counts = new HashMap<>();

  /** The holders by their count, with the same count in the order in which they reached it. */
  private final NavigableMap<Integer, Set<H>> holders = new TreeMap<>();

  private int total;

  int total() {
    return total;
  }

  int of(H holder) {
    return counts.getOrDefault(holder, 0);
  }

  void increment(H holder) {
    change(holder, 1);
  }

  void decrement(H holder) {
    change(holder, -1);
  }

  private void change(H holder, int difference) {
    int before = of(holder);
    int after = before + difference;
    if (before > 0) {
      Set<H> equal = holders.get(before);
      equal.remove(holder);
      if (equal.isEmpty()) {
        holders.remove(before);
      }
    }
    if (after > 0) {
      counts.put(holder, after);
      holders.computeIfAbsent(after, key -> new LinkedHashSet<>()).add(holder);
    } else {
      counts.remove(holder);
    }
    total += difference;
  }

  /** Returns the holder that has the most; empty if nothing is counted. */
  Optional<H> largest() {
    return Optional.ofNullable(holders.lastEntry())
        .map(largest -> largest.getValue().iterator().next());
  }

  /** Returns the holder that has the most, if it has more than this one. */
  Optional<H> largerThan(H holder) {
    return largest().filter(largest -> of(largest) > of(holder));
  }
}
