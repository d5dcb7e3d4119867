package webhooks.listener;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The order in which groups get their turn: first come, first served among accounts and among
 * networks, and one of each in turn. So an account waits for one network before each of its turns,
 * however many networks there are. Not thread-safe.
 *
 * @param <G> a group
 */
final class Turns<G> {
  private final Predicate<G> known;
  private final Set<G> accounts = new LinkedHashSet<>();
  private final Set<G> networks = new LinkedHashSet<>();
  private boolean accountIsNext;

  /**
   * Creates an empty order.
   *
   * @param known whether a group is an account
   */
  Turns(Predicate<G> known) {
    this.known = known;
  }

  /** Adds a group at the end, if it is not there. */
  void add(G group) {
    (known.test(group) ? accounts : networks).add(group);
  }

  void remove(G group) {
    (known.test(group) ? accounts : networks).remove(group);
  }

  /** Removes and returns the group whose turn it is, and all before it that may not take theirs. */
  Optional<G> next(Predicate<G> may) {
    Set<G> first = accountIsNext ? accounts : networks;
    Set<G> second = accountIsNext ? networks : accounts;
    Optional<G> next = removeFirst(first, may).or(() -> removeFirst(second, may));
    next.ifPresent(group -> accountIsNext = !known.test(group));
    return next;
  }

  private static <G> Optional<G> removeFirst(Set<G> groups, Predicate<G> may) {
    while (!groups.isEmpty()) {
      G group = groups.iterator().next();
      groups.remove(group);
      if (may.test(group)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
