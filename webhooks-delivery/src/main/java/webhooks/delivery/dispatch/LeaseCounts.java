package webhooks.delivery.dispatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogGrant;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogWait;
import webhooks.delivery.dispatch.LeasePhase.Transition;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;

/**
 * Takes and releases the slots of this node, and counts its leases by phase. Asks {@link
 * LeaseShares} whether a webhook may have another slot. Collects the woken webhooks: the ones whose
 * backlogs may get slots now, or belong to another kind. {@link NodeLeases} calls it under its
 * lock.
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

  /**
   * Returns the state of a webhook at its present destination. Wakes the webhook if that has
   * changed the kind of its receiver.
   */
  WebhookLeases find(UUID webhookId) {
    WebhookLeases busy = webhooks.busy(webhookId);
    ReceiverKind before = busy == null ? null : busy.pace().kind();
    WebhookLeases found = webhooks.find(webhookId);
    if (busy != null && found.pace().kind() != before) {
      // Its backlog is still in the queue of the former kind.
      woken.add(webhookId);
    }
    return found;
  }

  /**
   * Takes as many slots for a webhook as it may have now, at most those wanted, and returns their
   * number.
   */
  int take(WebhookLeases webhook, int wanted) {
    int granted = 0;
    while (granted < wanted && shares.mayLease(webhook)) {
      move(webhook, LeasePhase.RELEASED, Transition.RESERVE, 0);
      granted++;
    }
    webhooks.store(webhook);
    return granted;
  }

  /**
   * Takes slots for the backlog of a webhook. If the webhook is at its own bound, it gets none, and
   * {@link #takeWoken} returns it after one of its leases has ended.
   */
  BacklogGrant takeForBacklog(WebhookLeases webhook, int wanted) {
    // Read first: a rest that ends meanwhile must not look like a webhook with too many leases.
    boolean resting = webhook.pace().isResting();
    int granted = take(webhook, wanted);
    if (granted > 0) {
      return new BacklogGrant(granted, BacklogWait.NONE);
    }
    if (resting) {
      return new BacklogGrant(0, BacklogWait.FOR_REST);
    }
    if (webhook.mayLease()) {
      return new BacklogGrant(0, BacklogWait.FOR_SHARE);
    }
    webhook.parked = true;
    return new BacklogGrant(0, BacklogWait.FOR_LEASE);
  }

  /**
   * Moves a lease of a webhook to the phase after a transition, and returns this phase.
   *
   * @param size the bytes of the delivery's body
   * @throws IllegalStateException if the phase does not allow it
   */
  LeasePhase move(WebhookLeases webhook, LeasePhase from, Transition transition, int size) {
    LeasePhase to = from.after(transition);
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

  /** Changes the pace of a receiver, and wakes its webhook if its kind changes. */
  void changePace(WebhookLeases webhook, Runnable change) {
    ReceiverKind before = webhook.pace().kind();
    shares.change(webhook, change);
    if (webhook.pace().kind() != before) {
      // Its backlog is still in the queue of the former kind.
      woken.add(webhook.id());
    }
  }

  /** Wakes a webhook whose backlog waits for one of its leases to end. */
  void unpark(WebhookLeases webhook) {
    if (webhook.parked) {
      webhook.parked = false;
      woken.add(webhook.id());
    }
  }

  /** Returns the woken webhooks and forgets them. Some may have no backlog. */
  List<UUID> takeWoken() {
    List<UUID> taken = List.copyOf(woken);
    woken.clear();
    return taken;
  }

  /** Returns how many leases are in this phase, which is not {@link LeasePhase#RELEASED}. */
  int of(LeasePhase phase) {
    return counts[phase.ordinal()];
  }
}
