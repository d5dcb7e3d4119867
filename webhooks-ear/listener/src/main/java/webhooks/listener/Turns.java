package webhooks.listener;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The order in which groups get their turn: first come, first served among accounts and among
 * networks, while turns of an account and of a network alternate. So an account waits for one
 * network before each of its turns, however many networks there are. Not thread-safe.
 *
 * @param <G> a group
 */
final class Turns<G> {
  private final Predicate<G> isAccount;
  private final Set<G> accounts = new LinkedHashSet<>();
  private final Set<G> networks = new LinkedHashSet<>();
  private boolean accountIsNext;

  /**
   * Creates an empty order.
   *
   * @param isAccount whether a group is an account
   */
  Turns(Predicate<G> isAccount) {
    this.isAccount = isAccount;
  }

  /** Adds a group at the end, if it is not there. */
  void add(G group) {
    (isAccount.test(group) ? accounts : networks).add(group);
  }

  void remove(G group) {
    (isAccount.test(group) ? accounts : networks).remove(group);
  }

  /**
   * Removes and returns the group whose turn it is. Also removes the groups before it that may not
   * take their turn.
   */
  Optional<G> next(Predicate<G> mayTakeTurn) {
    Set<G> first = accountIsNext ? accounts : networks;
    Set<G> second = accountIsNext ? networks : accounts;
    Optional<G> next = removeFirst(first, mayTakeTurn).or(() -> removeFirst(second, mayTakeTurn));
    next.ifPresent(group -> accountIsNext = !isAccount.test(group));
    return next;
  }

  private static <G> Optional<G> removeFirst(Set<G> groups, Predicate<G> mayTakeTurn) {
    while (!groups.isEmpty()) {
      G group = groups.iterator().next();
      groups.remove(group);
      if (mayTakeTurn.test(group)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
