package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The slots of this node: they limit how many deliveries it holds between lease and record, in
 * number and in bytes, in all, for each account and host, and for each webhook.
 *
 * <p>The limit of a webhook adapts to its receiver ({@link WebhookSlots}). Accounts, hosts and
 * webhooks share the slots fairly ({@link FairShare}). Slow webhooks get at most half of the slots,
 * and share that half in the same way. A webhook counts as slow until its receiver has answered. So
 * however many slow webhooks one account has, others find free slots.
 *
 * <p>Safe for several threads.
 */
public final class DeliverySlots implements Slots {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. The first delivery
   * of an account may exceed the bound, until twice as much is used in all.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  /** The number of webhooks without a delivery in this node whose limits are remembered. */
  private static final int MAX_REMEMBERED = 10_000;

  private final int capacity;
  private final int maxPerWebhook;
  private final Function<UUID, Destination> destinations;
  private final FairShare slots;
  private final FairShare slowSlots;
  private final FairShare bytes = new FairShare(MAX_BYTES);
  private final FairShare slowBytes = new FairShare(MAX_BYTES / 2);

  /** The webhooks that occupy slots. */
  private final Map<UUID, WebhookSlots> busy = new HashMap<>();

  /** Webhooks that occupied slots earlier, in the order of their last use, the oldest first. */
  private final Map<UUID, WebhookSlots> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, WebhookSlots> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * Creates slots that are all free.
   *
   * @param destinations returns the present destination of a webhook
   */
  DeliverySlots(int capacity, int maxPerWebhook, Function<UUID, Destination> destinations) {
    this.capacity = capacity;
    this.maxPerWebhook = maxPerWebhook;
    this.destinations = destinations;
    this.slots = new FairShare(capacity);
    this.slowSlots = new FairShare(Math.max(1, capacity / 2));
  }

  @Override
  public synchronized int free() {
    return bytes.used() < 2 * MAX_BYTES ? (int) (capacity - slots.used()) : 0;
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
        && mayTake(webhook, slots, bytes)
        && (!webhook.isSlow() || mayTake(webhook, slowSlots, slowBytes));
  }

  /** Lets an account without a body in memory take one, whatever other accounts hold. */
  private static boolean mayTake(WebhookSlots webhook, FairShare ofSlots, FairShare ofBytes) {
    Destination destination = webhook.destination();
    return ofSlots.admits(destination, webhook.occupied())
        && (ofBytes.usedBy(destination.account()) == 0
            || ofBytes.admits(destination, webhook.bytes()));
  }

  private void add(WebhookSlots webhook, int count) {
    webhook.occupy(count);
    slots.add(webhook.destination(), count);
    if (webhook.isSlow()) {
      slowSlots.add(webhook.destination(), count);
    }
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
    addBytes(busy.get(delivery.webhookId()), size(delivery));
  }

  private void addBytes(WebhookSlots webhook, int size) {
    webhook.addBytes(size);
    bytes.add(webhook.destination(), size);
    if (webhook.isSlow()) {
      slowBytes.add(webhook.destination(), size);
    }
  }

  private static int size(LeasedDelivery delivery) {
    // The sender reports a delivery without a body.
    return delivery.eventBody() == null ? 0 : delivery.eventBody().length;
  }

  /** Gives the slot of a delivery back and no longer counts its body. */
  synchronized void release(LeasedDelivery delivery) {
    addBytes(busy.get(delivery.webhookId()), -size(delivery));
    giveBack(delivery.webhookId(), 1);
  }

  /** Adapts the limit of a webhook to the result of an attempt. */
  synchronized void adapt(UUID webhookId, Attempt attempt) {
    WebhookSlots webhook = find(webhookId);
    boolean wasSlow = webhook.isSlow();
    webhook.adapt(attempt);
    if (webhook.isSlow() != wasSlow) {
      addSlow(webhook, wasSlow ? -1 : 1);
    }
    store(webhookId, webhook);
  }

  private void addSlow(WebhookSlots webhook, int sign) {
    slowSlots.add(webhook.destination(), sign * webhook.occupied());
    slowBytes.add(webhook.destination(), sign * webhook.bytes());
  }

  private void addAll(WebhookSlots webhook, int sign) {
    slots.add(webhook.destination(), sign * webhook.occupied());
    bytes.add(webhook.destination(), sign * webhook.bytes());
    if (webhook.isSlow()) {
      addSlow(webhook, sign);
    }
  }

  /** Returns how many slots are occupied. */
  public synchronized int occupied() {
    return (int) slots.used();
  }

  /** Returns how many webhooks this node keeps a limit for. */
  synchronized int webhooks() {
    return busy.size() + remembered.size();
  }

  /**
   * Returns the slots of a webhook, counted at its present destination. After a change of its URL,
   * the limit starts again.
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
    }
  }
}
