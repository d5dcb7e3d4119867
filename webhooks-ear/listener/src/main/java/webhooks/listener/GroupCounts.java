package webhooks.listener;

import java.util.Optional;
import webhooks.listener.QueueKey.Group;

/**
 * Counts the places that each group has of a resource, and decides which group gives one back when
 * all are taken. A quarter of the places is reserved for networks and the rest for accounts; each
 * kind may use the places that the other leaves free. Not thread-safe.
 */
final class GroupCounts {
  private static final int NETWORKS_PART = 4;

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

  /**
   * Returns the group that gives a place to this one: the largest of the accounts, or of the
   * networks if they have more than their quarter with the new place. Call it only when all places
   * are taken.
   */
  Group largestFor(Group group) {
    return givingTo(group).largest().orElseThrow();
  }

  /** Returns {@link #largestFor} this group, if that one has more or is of the other kind. */
  Optional<Group> largerThan(Group group) {
    return givingTo(group).largerThan(group);
  }

  private Counts<Group> givingTo(Group group) {
    int ofNetworks = networks.total() + (group.isAccount() ? 0 : 1);
    return ofNetworks > max / NETWORKS_PART ? networks : accounts;
  }

  private Counts<Group> counts(Group group) {
    return group.isAccount() ? accounts : networks;
  }
}
