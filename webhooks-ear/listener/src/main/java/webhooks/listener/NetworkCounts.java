package webhooks.listener;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what each network has of a resource, and knows the network that has the most. When the
 * resource is used up, this network gives something back for a network that has less. So no number
 * of networks can shut out another one. Not thread-safe.
 */
final class NetworkCounts {
  private final Map<ClientNetwork, Integer> counts = new HashMap<>();

  /** The networks, by their count. Of equal ones the first is the one that reached it first. */
  private final NavigableMap<Integer, Set<ClientNetwork>> networks = new TreeMap<>();

  private int total;

  int total() {
    return total;
  }

  void increment(ClientNetwork network) {
    change(network, 1);
  }

  void decrement(ClientNetwork network) {
    change(network, -1);
  }

  private void change(ClientNetwork network, int difference) {
    int before = counts.getOrDefault(network, 0);
    int after = before + difference;
    if (before > 0) {
      Set<ClientNetwork> equal = networks.get(before);
      equal.remove(network);
      if (equal.isEmpty()) {
        networks.remove(before);
      }
    }
    if (after > 0) {
      counts.put(network, after);
      networks.computeIfAbsent(after, key -> new LinkedHashSet<>()).add(network);
    } else {
      counts.remove(network);
    }
    total += difference;
  }

  /** Returns the network that has the most, if it has more than this one. */
  Optional<ClientNetwork> largerThan(ClientNetwork network) {
    int least = counts.getOrDefault(network, 0);
    return Optional.ofNullable(networks.lastEntry())
        .filter(largest -> largest.getKey() > least)
        .map(largest -> largest.getValue().iterator().next());
  }
}
