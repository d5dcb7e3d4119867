package webhooks.delivery.dispatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogGrant;
import webhooks.delivery.dispatch.BackloggedWebhooks.Wait;
import webhooks.delivery.dispatch.LeasePhase.Act;
import webhooks.delivery.dispatch.ReceiverPace.Kind;

/**
 * Takes slots and moves leases from phase to phase, as far as they are counted: by phase, and by
 * what their webhooks share. Wakes what waits for them. Not safe for several threads.
 */
final class LeaseCounts {
  private final LeaseShares shares;
  private final KnownWebhooks webhooks;
  private final LeaseSignals signals;
  private final int[] counts = new int[LeasePhase.values().length];
  private final Set<UUID> woken = new LinkedHashSet<>();

  /** Creates the counts of a node without leases. */
  LeaseCounts(LeaseShares shares, KnownWebhooks webhooks, LeaseSignals signals) {
    this.shares = shares;
    this.webhooks = webhooks;
    this.signals = signals;
  }

  /** Takes as many slots for a webhook as it may have now, and returns their number. */
  int take(WebhookLeases webhook, int wanted) {
    int granted = 0;
    while (granted < wanted && shares.mayLease(webhook)) {
      move(webhook, LeasePhase.RELEASED, Act.RESERVE, 0);
      granted++;
    }
    webhooks.store(webhook);
    return granted;
  }

  /**
   * Takes slots for the backlog of a webhook. If it gets none because of its own bound, it is among
   * {@link #takeWoken} when that may have changed.
   */
  BacklogGrant takeForBacklog(WebhookLeases webhook, int wanted) {
    int granted = take(webhook, wanted);
    if (granted > 0) {
      return new BacklogGrant(granted, Wait.NONE);
    }
    if (webhook.pace().mayLease(webhook.leased())) {
      return new BacklogGrant(0, Wait.FOR_SHARE);
    }
    if (webhook.pace().isResting()) {
      return new BacklogGrant(0, Wait.FOR_REST);
    }
    webhook.parked = true;
    return new BacklogGrant(0, Wait.FOR_LEASE);
  }

  /** Moves a lease of a webhook to the phase after an act, and returns this phase. */
  LeasePhase move(WebhookLeases webhook, LeasePhase from, Act act, int size) {
    LeasePhase to = from.after(act);
    shares.change(webhook, () -> webhook.move(from, to, size));
    counts[from.ordinal()]--;
    counts[to.ordinal()]++;
    if (to == LeasePhase.RELEASED) {
      webhooks.store(webhook);
      unpark(webhook);
    }
    signals.setHalfFree(shares.isHalfFree());
    return to;
  }

  /** Changes what is known of a receiver. */
  void changePace(WebhookLeases webhook, Runnable change) {
    Kind before = webhook.pace().kind();
    shares.change(webhook, change);
    if (webhook.pace().kind() != before) {
      // Its backlog waits in the queue of the kind before.
      woken.add(webhook.id());
    }
  }

  /** Has a backlog looked at again that waits for its webhook. */
  void unpark(WebhookLeases webhook) {
    if (webhook.parked) {
      webhook.parked = false;
      woken.add(webhook.id());
    }
  }

  /** Returns the webhooks whose backlogs are to be looked at again, if they have one. */
  List<UUID> takeWoken() {
    List<UUID> taken = List.copyOf(woken);
    woken.clear();
    return taken;
  }

  /** Returns how many leases are in a phase before their release. */
  int of(LeasePhase phase) {
    return counts[phase.ordinal()];
  }
}
