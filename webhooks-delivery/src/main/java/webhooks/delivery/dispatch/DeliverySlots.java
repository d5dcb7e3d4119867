package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The slots of this node: they limit how many deliveries it holds between lease and record, in
 * number and in bytes, in all and for each webhook.
 *
 * <p>The limit of a webhook adapts to its receiver. It starts low, so that a backlog does not open
 * all connections at once, grows by one with each answer and halves when no answer comes. All slow
 * or silent webhooks together get at most half of the slots, so that other webhooks find free slots
 * however many slow ones there are. The last quarter of the slots is reserved for webhooks that
 * hold fewer than {@code capacity / (active + 1)}, so a new webhook finds free slots beside many
 * busy ones.
 *
 * <p>Safe for several threads.
 */
public final class DeliverySlots implements Slots {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. Only the claim that
   * reaches the limit can exceed it.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  private static final int FIRST_LIMIT = 16;
  private static final int MIN_LIMIT = 2;

  /** An average attempt longer than this makes a webhook slow. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  /**
   * The weight of the newest attempt in the average duration: low, so that a few quick attempts do
   * not hide slow ones.
   */
  private static final double NEWEST_WEIGHT = 0.25;

  private final int capacity;
  private final int maxPerWebhook;
  private final Map<UUID, WebhookSlots> webhooks = new HashMap<>();
  private int occupied;
  private int active;
  private int occupiedBySlow;
  private long bytes;
  private long bytesOfSlow;

  /** The slots of one webhook and their limit. */
  private static final class WebhookSlots {
    private int occupied;
    private long bytes;
    private int limit;
    private boolean slow;
    private double averageMillis = Double.NaN;

    private WebhookSlots(int limit) {
      this.limit = limit;
    }

    private void addDuration(long millis) {
      averageMillis =
          Double.isNaN(averageMillis)
              ? millis
              : averageMillis + NEWEST_WEIGHT * (millis - averageMillis);
    }
  }

  /** Creates slots that are all free. */
  public DeliverySlots(int capacity, int maxPerWebhook) {
    this.capacity = capacity;
    this.maxPerWebhook = maxPerWebhook;
  }

  @Override
  public synchronized int free() {
    return bytes < MAX_BYTES ? capacity - occupied : 0;
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    WebhookSlots webhook = webhook(webhookId);
    int granted = Math.min(wanted, Math.min(free(), webhook.limit - webhook.occupied));
    if (webhook.slow) {
      int half = bytesOfSlow < MAX_BYTES / 2 ? Math.max(1, capacity / 2) : 0;
      granted = Math.min(granted, half - occupiedBySlow);
    }
    int activeThen = active + (webhook.occupied == 0 ? 1 : 0);
    int share = Math.max(1, capacity / (activeThen + 1));
    granted = Math.min(granted, Math.max(share - webhook.occupied, free() - capacity / 4));
    if (granted <= 0) {
      return 0;
    }
    count(webhook, granted);
    return granted;
  }

  private void count(WebhookSlots webhook, int count) {
    active -= webhook.occupied > 0 ? 1 : 0;
    webhook.occupied += count;
    active += webhook.occupied > 0 ? 1 : 0;
    occupied += count;
    occupiedBySlow += webhook.slow ? count : 0;
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    count(webhook(webhookId), -count);
  }

  /** Counts the body of a delivery whose slot is taken. */
  synchronized void occupy(LeasedDelivery delivery) {
    add(size(delivery), webhook(delivery.webhookId()));
  }

  private void add(int size, WebhookSlots webhook) {
    bytes += size;
    webhook.bytes += size;
    bytesOfSlow += webhook.slow ? size : 0;
  }

  private static int size(LeasedDelivery delivery) {
    // The sender reports a delivery without a body.
    return delivery.eventBody() == null ? 0 : delivery.eventBody().length;
  }

  /** Gives the slot of a delivery back and no longer counts its body. */
  synchronized void release(LeasedDelivery delivery) {
    add(-size(delivery), webhook(delivery.webhookId()));
    giveBack(delivery.webhookId(), 1);
  }

  /** Adapts the limit of a webhook to the result of an attempt. */
  synchronized void adapt(UUID webhookId, Attempt attempt) {
    WebhookSlots webhook = webhook(webhookId);
    boolean silent = attempt.statusCode().isEmpty();
    webhook.addDuration(attempt.duration().toMillis());
    boolean slow = silent || webhook.averageMillis > SLOW.toMillis();
    if (silent) {
      webhook.limit = Math.max(Math.min(MIN_LIMIT, maxPerWebhook), webhook.limit / 2);
    } else {
      webhook.limit = Math.min(maxPerWebhook, webhook.limit + 1);
    }
    if (slow != webhook.slow) {
      occupiedBySlow += slow ? webhook.occupied : -webhook.occupied;
      bytesOfSlow += slow ? webhook.bytes : -webhook.bytes;
      webhook.slow = slow;
    }
  }

  /** Returns how many slots are occupied. */
  public synchronized int occupied() {
    return occupied;
  }

  private WebhookSlots webhook(UUID id) {
    return webhooks.computeIfAbsent(
        id, unused -> new WebhookSlots(Math.min(FIRST_LIMIT, maxPerWebhook)));
  }
}
