package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.node.NodeLoad;

/**
 * The two bounds of this node: how many deliveries it has leased, in number and in bytes, and how
 * many of these are in flight. Each holds in all, for each account and host, and for each webhook.
 *
 * <p>A delivery takes a slot before it is leased, and gives it back when its outcome is recorded;
 * it is in flight only during its attempt. So the requests in flight never wait for the database.
 *
 * <p>The limit of a webhook adapts to its receiver ({@link WebhookSlots}). Accounts, hosts and
 * webhooks share the bounds fairly ({@link FairShare}). A webhook counts as slow until its receiver
 * has answered. Slow webhooks share half as many slots as requests may be in flight, so that what
 * is leased for them is in flight at once; after a start fewer, and one more with each attempt of
 * theirs. So slow webhooks of one account leave slots to others. Safe for several threads.
 */
public final class DeliverySlots implements Slots {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. The first delivery
   * of an account may exceed the bound, until twice as much is used in all.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  /** How many webhooks without a delivery in this node are remembered, with their limits. */
  private static final int MAX_REMEMBERED = 10_000;

  /** How many deliveries a node may have leased for each request that may be in flight. */
  private static final int LEASED_PER_REQUEST = 8;

  /** The slots of slow webhooks at a start, before Java has compiled the code of handshakes. */
  private static final int FIRST_SLOW_SLOTS = 64;

  /** Whether a request of a webhook may start. */
  enum Start {
    /** The request is counted as in flight. */
    STARTED,
    /** The webhook has as many requests in flight as its receiver has earned. */
    WEBHOOK_BUSY,
    /** Its account, its host or the node has as many requests in flight as it may. */
    SHARE_BUSY
  }

  private final int capacity;
  private final int maxInFlight;
  private final int maxPerWebhook;
  private final Function<UUID, Destination> destinations;
  private final FairShare slots;
  private final FairShare slowSlots;
  private final FairShare inFlight;
  private final FairShare bytes = new FairShare(MAX_BYTES);
  private final FairShare slowBytes = new FairShare(MAX_BYTES / 2);
  private boolean behind;

  /** The webhooks that occupy slots. */
  private final Map<UUID, WebhookSlots> busy = new HashMap<>();

  /** Webhooks that occupied slots earlier, in the order of their last use, the oldest first. */
  private final Map<UUID, WebhookSlots> remembered = new LinkedHashMap<>();

  /**
   * Creates bounds for a node that has leased nothing.
   *
   * @param maxInFlight the maximum of requests in flight; a multiple of it may be leased
   * @param maxPerWebhook the maximum of requests in flight of one webhook
   * @param destinations returns the present destination of a webhook
   */
  static DeliverySlots of(
      int maxInFlight, int maxPerWebhook, Function<UUID, Destination> destinations) {
    return new DeliverySlots(
        LEASED_PER_REQUEST * maxInFlight, maxInFlight, maxPerWebhook, destinations);
  }

  /** Creates such bounds with this capacity, the maximum of leased deliveries. */
  DeliverySlots(
      int capacity, int maxInFlight, int maxPerWebhook, Function<UUID, Destination> destinations) {
    this.capacity = capacity;
    this.maxInFlight = maxInFlight;
    this.maxPerWebhook = maxPerWebhook;
    this.destinations = destinations;
    this.slots = new FairShare(capacity);
    this.slowSlots = new FairShare(FIRST_SLOW_SLOTS, Math.max(1, maxInFlight / 2));
    this.inFlight = new FairShare(maxInFlight);
  }

  @Override
  public synchronized int free() {
    return bytes.used() < 2 * MAX_BYTES ? (int) (capacity - slots.used()) : 0;
  }

  /** Sets whether backlogs wait for slots that become free quickly. */
  synchronized void setBehind(boolean newBehind) {
    behind = newBehind;
    if (hasRoom()) {
      notifyAll();
    }
  }

  /**
   * Waits until half of the slots are free and no backlog waits for them, but not longer than this.
   * Otherwise, enough deliveries wait in memory for their requests.
   */
  synchronized void awaitRoom(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !hasRoom() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private boolean hasRoom() {
    return slots.used() <= capacity / 2 && !behind;
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    WebhookSlots webhook = find(webhookId);
    int granted = 0;
    while (granted < wanted && mayTake(webhook)) {
      add(webhook, 1);
      granted++;
    }
    store(webhookId, webhook);
    return granted;
  }

  private boolean mayTake(WebhookSlots webhook) {
    return !webhook.isFull()
        && free() > 0
        && mayTake(webhook, webhook.occupied(), slots, bytes)
        && (!webhook.isSlow() || mayTake(webhook, webhook.slowOccupied(), slowSlots, slowBytes));
  }

  /** Lets an account without a body in memory take one, whatever other accounts hold. */
  private static boolean mayTake(
      WebhookSlots webhook, int occupied, FairShare ofSlots, FairShare ofBytes) {
    Destination destination = webhook.destination();
    return ofSlots.admits(destination, occupied)
        && (ofBytes.usedBy(destination.account()) == 0
            || ofBytes.admits(destination, webhook.bytes()));
  }

  private void add(WebhookSlots webhook, int count) {
    int slowBefore = webhook.slowOccupied();
    webhook.occupy(count);
    slots.add(webhook.destination(), count);
    slowSlots.add(webhook.destination(), webhook.slowOccupied() - slowBefore);
    if (count < 0 && hasRoom()) {
      notifyAll();
    }
  }

  /** Returns the destination of a webhook of which this node has leased deliveries. */
  synchronized Destination destination(UUID webhookId) {
    return busy.get(webhookId).destination();
  }

  /** Returns whether one more request may be in flight, whatever its webhook. */
  synchronized boolean mayStart() {
    return inFlight.used() < maxInFlight;
  }

  /** Counts a request of a webhook with leased deliveries as in flight, if one more may be. */
  synchronized Start start(UUID webhookId) {
    WebhookSlots webhook = busy.get(webhookId);
    if (webhook.isBusy()) {
      return Start.WEBHOOK_BUSY;
    }
    if (!inFlight.admits(webhook.destination(), webhook.inFlight())) {
      return Start.SHARE_BUSY;
    }
    addInFlight(webhook, 1);
    return Start.STARTED;
  }

  /** Counts a request of the webhook as ended. */
  synchronized void end(UUID webhookId) {
    addInFlight(busy.get(webhookId), -1);
  }

  private void addInFlight(WebhookSlots webhook, int count) {
    webhook.addInFlight(count);
    inFlight.add(webhook.destination(), count);
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    if (count > 0) {
      WebhookSlots webhook = busy.get(webhookId);
      add(webhook, -count);
      store(webhookId, webhook);
    }
  }

  /** Counts the body of a delivery whose slot is taken. */
  synchronized void occupy(LeasedDelivery delivery) {
    addBytes(busy.get(delivery.webhookId()), delivery.event().size());
  }

  private void addBytes(WebhookSlots webhook, int size) {
    webhook.addBytes(size);
    bytes.add(webhook.destination(), size);
    if (webhook.isSlow()) {
      slowBytes.add(webhook.destination(), size);
    }
  }

  /** Gives the slot of a delivery back and no longer counts its body. */
  synchronized void release(LeasedDelivery delivery) {
    addBytes(busy.get(delivery.webhookId()), -delivery.event().size());
    giveBack(delivery.webhookId(), 1);
  }

  /** Adapts the limit of a webhook, and what slow ones share, to the result of an attempt. */
  synchronized void adapt(UUID webhookId, Attempt attempt) {
    WebhookSlots webhook = find(webhookId);
    if (webhook.isSlow()) {
      slowSlots.grow();
    }
    addSlow(webhook, -1);
    webhook.adapt(attempt);
    addSlow(webhook, 1);
    store(webhookId, webhook);
  }

  private void addSlow(WebhookSlots webhook, int sign) {
    slowSlots.add(webhook.destination(), sign * webhook.slowOccupied());
    slowBytes.add(webhook.destination(), webhook.isSlow() ? sign * webhook.bytes() : 0);
  }

  private void addAll(WebhookSlots webhook, int sign) {
    slots.add(webhook.destination(), sign * webhook.occupied());
    bytes.add(webhook.destination(), sign * webhook.bytes());
    inFlight.add(webhook.destination(), sign * webhook.inFlight());
    addSlow(webhook, sign);
  }

  /** Returns how many slots are in use. */
  synchronized NodeLoad.SlotUse use() {
    return new NodeLoad.SlotUse((int) inFlight.used(), maxInFlight, (int) slots.used(), capacity);
  }

  /** Returns the number of occupied slots. */
  public synchronized int occupied() {
    return (int) slots.used();
  }

  /** Returns how many webhooks this node keeps a limit for. */
  synchronized int webhooks() {
    return busy.size() + remembered.size();
  }

  /**
   * Returns the slots of a webhook, counted at its present destination. The limit starts again if
   * the host of its URL has changed.
   */
  private WebhookSlots find(UUID id) {
    Destination destination = destinations.apply(id);
    WebhookSlots occupying = busy.get(id);
    if (occupying != null) {
      if (!destination.equals(Destination.UNKNOWN)
          && !destination.equals(occupying.destination())) {
        addAll(occupying, -1);
        occupying.moveTo(destination);
        addAll(occupying, 1);
      }
      return occupying;
    }
    WebhookSlots known = remembered.get(id);
    return known != null && known.destination().equals(destination)
        ? known
        : new WebhookSlots(destination, maxPerWebhook);
  }

  /** Stores what is known of a webhook, unless a new one would start with the same. */
  private void store(UUID id, WebhookSlots webhook) {
    busy.remove(id);
    remembered.remove(id);
    if (webhook.occupied() > 0) {
      busy.put(id, webhook);
    } else if (!webhook.isNew()) {
      remembered.put(id, webhook);
      if (remembered.size() > MAX_REMEMBERED) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
  }
}
