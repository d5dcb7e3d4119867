package webhooks.domain.delivery.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Slots;
import webhooks.domain.subscription.Subscription;

/**
 * Decides for each row of a claim whether it is leased, moved to its webhook's backlog, cancelled
 * or left unchanged.
 */
final class ClaimDecisions {
  final List<PendingRow> leased = new ArrayList<>();

  /** Rows that were to be leased, but stay as they are for a later claim. */
  final List<PendingRow> unclaimed = new ArrayList<>();

  final List<PendingRow> toBacklog = new ArrayList<>();
  final List<PendingRow> cancelled = new ArrayList<>();

  /** Rows that stay in their backlog, because nothing can be sent to their webhook now. */
  final List<PendingRow> leftInBacklog = new ArrayList<>();

  /** Rows that a selection refused. */
  final List<PendingRow> dropped = new ArrayList<>();

  /** The time-outs of the webhooks that have one of their own. */
  private final Map<UUID, Duration> timeouts = new HashMap<>();

  private Predicate<UUID> askedThrottle = id -> false;
  private final Slots slots;
  private final boolean slotsTaken;

  /**
   * Starts without a decision.
   *
   * @param slotsTaken whether the caller has already taken a slot for each row
   */
  ClaimDecisions(Slots slots, boolean slotsTaken) {
    this.slots = slots;
    this.slotsTaken = slotsTaken;
  }

  /**
   * Sets for which webhooks the claim has asked their throttle.
   *
   * @return this object
   */
  ClaimDecisions throttledBy(Predicate<UUID> asked) {
    askedThrottle = asked;
    return this;
  }

  /**
   * Decides for a row. A due row of a throttled webhook moves to the backlog: only a claim from
   * there asks the throttle. If its activation has ended, it is cancelled. If this node can't serve
   * the webhook, or the webhook is paused, the row moves to the backlog or stays there. If the
   * webhook has no free slot although the node has, the row moves to the backlog. If the node has
   * no free slot, the row stays due, for a later claim or another node.
   *
   * @param webhook empty if this node can't serve it, because its row is missing or unreadable
   */
  void decide(PendingRow row, Optional<Subscription> webhook) {
    if (webhook.isPresent() && !webhook.get().isDeliverable(row.activation())) {
      cancelled.add(row);
    } else if (webhook.isEmpty() || row.paused() || webhook.get().flow().paused()) {
      (slotsTaken ? leftInBacklog : toBacklog).add(row);
    } else if (webhook.get().isThrottled() && !askedThrottle.test(row.webhookId())) {
      (slotsTaken ? unclaimed : toBacklog).add(row);
    } else if (slotsTaken || slots.take(row.webhookId(), 1) == 1) {
      leased.add(row);
      webhook.get().flow().timeout().ifPresent(time -> timeouts.put(row.webhookId(), time));
    } else if (slots.free() > 0) {
      toBacklog.add(row);
    }
  }

  /**
   * Leases only the rows that the predicate accepts. The others stay as they are, for a later
   * claim.
   *
   * @param accepted accepts the rows to lease
   */
  void leaseOnly(Predicate<PendingRow> accepted) {
    Set<PendingRow> left =
        leased.stream()
            .filter(accepted.negate())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    leased.removeAll(left);
    unclaimed.addAll(left);
    if (!slotsTaken) {
      left.forEach(row -> slots.giveBack(row.webhookId(), 1));
    }
  }

  /** Leaves out rows that were to be leased, and that are deleted instead. */
  void drop(Predicate<PendingRow> refused) {
    List<PendingRow> gone = leased.stream().filter(refused).toList();
    leased.removeAll(gone);
    dropped.addAll(gone);
    if (!slotsTaken) {
      gone.forEach(row -> slots.giveBack(row.webhookId(), 1));
    }
  }

  /**
   * Returns the lease of a row: this one, or for a webhook with a time-out of its own one that ends
   * earlier or later.
   */
  Lease leaseOf(PendingRow row, Lease usual) {
    return usual.withTimeout(Optional.ofNullable(timeouts.get(row.webhookId())));
  }

  /** Returns the ids of the leased rows by their lease. */
  Map<Lease, List<UUID>> leases(Lease usual) {
    return leased.stream()
        .collect(
            Collectors.groupingBy(
                row -> leaseOf(row, usual),
                Collectors.mapping(PendingRow::id, Collectors.toList())));
  }

  /**
   * Returns the first rows whose bodies fit together. Each row counts the body of its event,
   * because each attempt holds a copy. The first row fits whatever its size.
   *
   * @param bodies the bodies by event id; a row whose event is not in the map does not fit
   */
  static Set<PendingRow> fitting(
      List<PendingRow> rows, Map<UUID, EventBody> bodies, long maxBytes) {
    Set<PendingRow> fitting = new HashSet<>();
    long bytes = 0;
    for (PendingRow row : rows) {
      EventBody body = bodies.get(row.eventId());
      bytes += body == null ? 0 : body.size();
      if (bodies.containsKey(row.eventId()) && (bytes <= maxBytes || fitting.isEmpty())) {
        fitting.add(row);
      }
    }
    return fitting;
  }

  /** Returns how many rows the claim leases, moves to the backlog or cancels. */
  int changed() {
    return leased.size() + toBacklog.size() + cancelled.size() + dropped.size();
  }

  static List<UUID> ids(List<PendingRow> rows) {
    return rows.stream().map(PendingRow::id).toList();
  }

  static Map<UUID, Integer> counts(List<PendingRow> rows) {
    return rows.stream().collect(Collectors.toMap(PendingRow::webhookId, row -> 1, Integer::sum));
  }
}
