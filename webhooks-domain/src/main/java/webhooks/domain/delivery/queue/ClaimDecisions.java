package webhooks.domain.delivery.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import webhooks.domain.delivery.Slots;
import webhooks.domain.subscription.Subscription;

/**
 * Decides for each row of a claim whether it is sent, waits in its webhook's line or is cancelled.
 */
final class ClaimDecisions {
  final List<QueueTable.Row> leased = new ArrayList<>();
  final List<QueueTable.Row> postponed = new ArrayList<>();
  final List<QueueTable.Row> parked = new ArrayList<>();
  final List<QueueTable.Row> cancelled = new ArrayList<>();

  private final Slots slots;
  private final boolean slotsTaken;

  /**
   * Starts with nothing decided.
   *
   * @param slotsTaken whether each row's slot is taken already
   */
  ClaimDecisions(Slots slots, boolean slotsTaken) {
    this.slots = slots;
    this.slotsTaken = slotsTaken;
  }

  /**
   * Decides for a row. One that finds its webhook's slots free but the node's used up stays as it
   * is: due, for a later claim or another node. One whose webhook can't be served waits in its
   * line.
   *
   * @param webhook empty if this node can't serve it
   */
  void place(QueueTable.Row row, Optional<Subscription> webhook) {
    if (webhook.isEmpty()) {
      if (!slotsTaken) {
        parked.add(row);
      }
    } else if (!webhook.get().isDeliverable(row.activation())) {
      cancelled.add(row);
    } else if (slotsTaken || slots.take(row.webhookId(), 1) == 1) {
      leased.add(row);
    } else if (slots.free() > 0) {
      parked.add(row);
    }
  }

  /**
   * Leaves rows that were to be leased as they are, for a later claim.
   *
   * @param taken accepts the rows to keep
   */
  void keep(Predicate<QueueTable.Row> taken) {
    List<QueueTable.Row> left = leased.stream().filter(taken.negate()).toList();
    leased.removeAll(left);
    postponed.addAll(left);
    if (!slotsTaken) {
      left.forEach(row -> slots.giveBack(row.webhookId(), 1));
    }
  }

  static List<UUID> ids(List<QueueTable.Row> rows) {
    return rows.stream().map(QueueTable.Row::id).toList();
  }

  static Map<UUID, Integer> counts(List<QueueTable.Row> rows) {
    return rows.stream()
        .collect(Collectors.toMap(QueueTable.Row::webhookId, row -> 1, Integer::sum));
  }
}
