package webhooks.delivery.dispatch;

import webhooks.delivery.dispatch.WebhookLeases.Use;
import webhooks.domain.node.NodeLoad;

/**
 * The two bounds of a node: how many deliveries it has leased, in number and in bytes, and how many
 * of these are in flight. Accounts, hosts and webhooks share each by {@link FairShare}.
 *
 * <p>A webhook counts as slow until its receiver has answered. Slow webhooks share half as many
 * slots as requests may be in flight, so that what is leased for them is in flight at once; after a
 * start fewer, and one more with each attempt of theirs. So slow webhooks of one account leave
 * slots to others. Not safe for several threads.
 */
final class LeaseShares {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. The first delivery
   * of an account may exceed the bound, until twice as much is used in all.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  /** How many deliveries a node may have leased for each request that may be in flight. */
  private static final int LEASED_PER_REQUEST = 8;

  /** The slots of slow webhooks at a start, before Java has compiled the code of handshakes. */
  private static final int FIRST_SLOW_SLOTS = 64;

  private final int capacity;
  private final int maxInFlight;
  private final FairShare slots;
  private final FairShare slowSlots;
  private final FairShare inFlight;
  private final FairShare bytes = new FairShare(MAX_BYTES);
  private final FairShare slowBytes = new FairShare(MAX_BYTES / 2);
  private boolean behind;

  /**
   * Creates the bounds of a node.
   *
   * @param maxInFlight the maximum of requests in flight; a multiple of it may be leased
   */
  static LeaseShares of(int maxInFlight) {
    return new LeaseShares(LEASED_PER_REQUEST * maxInFlight, maxInFlight);
  }

  /**
   * Creates bounds of which nothing is used.
   *
   * @param capacity the maximum of leased deliveries
   * @param maxInFlight the maximum of requests in flight
   */
  LeaseShares(int capacity, int maxInFlight) {
    this.capacity = capacity;
    this.maxInFlight = maxInFlight;
    this.slots = new FairShare(capacity);
    this.slowSlots = new FairShare(FIRST_SLOW_SLOTS, Math.max(1, maxInFlight / 2));
    this.inFlight = new FairShare(maxInFlight);
  }

  /** Returns how many deliveries may be leased, whatever their webhooks. */
  int free() {
    return bytes.used() < 2 * MAX_BYTES ? (int) (capacity - slots.used()) : 0;
  }

  /** Sets whether backlogs wait for slots that become free quickly. */
  void setBehind(boolean newBehind) {
    behind = newBehind;
  }

  /** Returns whether at most half of the slots are used, and no backlog waits for them. */
  boolean hasRoom() {
    return slots.used() <= capacity / 2 && !behind;
  }

  /** Returns whether one more delivery of a webhook may be leased. */
  boolean mayLease(WebhookLeases webhook) {
    Destination to = webhook.destination();
    Use use = webhook.use();
    return webhook.pace().mayLease(use.slots())
        && free() > 0
        && slots.admits(to, use.slots())
        && admits(bytes, to, use.bytes())
        && (!webhook.pace().isSlow()
            || slowSlots.admits(to, use.slowSlots()) && admits(slowBytes, to, use.slowBytes()));
  }

  /** Lets an account without a body in memory take one, whatever other accounts hold. */
  private static boolean admits(FairShare memory, Destination to, long used) {
    return memory.usedBy(to.account()) == 0 || memory.admits(to, used);
  }

  /** Returns whether one more request may be in flight, whatever its webhook. */
  boolean mayStart() {
    return inFlight.used() < maxInFlight;
  }

  /** Returns whether one more request of a webhook may be in flight. */
  boolean mayStart(WebhookLeases webhook) {
    return inFlight.admits(webhook.destination(), webhook.inFlight());
  }

  /** Changes a webhook, and counts what it uses from then on. */
  void change(WebhookLeases webhook, Runnable change) {
    Destination place = webhook.destination();
    Use before = webhook.use();
    change.run();
    if (webhook.destination().equals(place)) {
      count(place, before, webhook.use());
    } else {
      count(place, before, Use.NONE);
      count(webhook.destination(), Use.NONE, webhook.use());
    }
  }

  private void count(Destination to, Use before, Use now) {
    slots.add(to, now.slots() - before.slots());
    slowSlots.add(to, now.slowSlots() - before.slowSlots());
    inFlight.add(to, now.inFlight() - before.inFlight());
    bytes.add(to, now.bytes() - before.bytes());
    slowBytes.add(to, now.slowBytes() - before.slowBytes());
  }

  /** Adds a slot for slow webhooks, because an attempt to one of them has ended. */
  void growSlow() {
    slowSlots.grow();
  }

  /** Returns how much is in use. */
  NodeLoad.SlotUse use() {
    return new NodeLoad.SlotUse((int) inFlight.used(), maxInFlight, (int) slots.used(), capacity);
  }
}
