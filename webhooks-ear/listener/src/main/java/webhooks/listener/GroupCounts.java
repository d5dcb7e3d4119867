package webhooks.listener;

import java.util.Optional;
import webhooks.listener.Caller.Group;

/**
 * Counts the places that each group has of a resource, and decides which group gives one back when
 * all are taken. Networks keep a quarter of the places, and accounts the rest, whichever of them
 * wants more. Not thread-safe.
 */
final class GroupCounts {
  private final int max;
  private final Counts<Group> accounts = new Counts<>();
  private final Counts<Group> networks = new Counts<>();

  GroupCounts(int max) {
    this.max = max;
  }

  boolean areAllTaken() {
    return total() == max;
  }

  int total() {
    return accounts.total() + networks.total();
  }

  int of(Group group) {
    return counts(group).of(group);
  }

  void increment(Group group) {
    counts(group).increment(group);
  }

  void decrement(Group group) {
    counts(group).decrement(group);
  }

  /** Returns the group that gives a place to the next one. Some place must be taken. */
  Group largest() {
    return giving().largest().orElseThrow();
  }

  /** Returns the group that gives a place, if it has more than this one or is of the other kind. */
  Optional<Group> largerThan(Group group) {
    return giving().largerThan(group);
  }

  private Counts<Group> giving() {
    return networks.total() > max - ClientNetwork.share(max) ? networks : accounts;
  }

  private Counts<Group> counts(Group group) {
    return group.known() ? accounts : networks;
  }
}
