package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The deliveries this node holds, from their lease to the record of their outcome, bounded in all,
 * in number and in bytes, and for each webhook.
 *
 * <p>A webhook's bound follows how its receiver behaves: it begins low, so that a backlog does not
 * open all its connections at one moment, grows with each answer and halves when none comes. All
 * those that are slow or silent together hold at most half of what the node may: however many they
 * are, the others find free slots. And who holds more than an equal share, counted with one webhook
 * more that may come, takes nothing of the last quarter: so those that are not slow, but many and
 * never done, leave slots too.
 *
 * <p>Safe for several threads.
 */
public final class DeliverySlots implements Slots {
  /** Of bodies; an attempt has a second copy. What goes beyond is the claim that fills it up. */
  private static final long MOST_BYTES = 32 * 1024 * 1024;

  private static final int FIRST_BOUND = 16;
  private static final int LEAST_BOUND = 2;

  /** A receiver that takes longer holds a slot as long as dozens of quick ones. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  /** Of the last attempt in the average, so that a few quick ones don't hide a slow one. */
  private static final double WEIGHT = 0.25;

  private final int most;
  private final int mostPerWebhook;
  private final Map<UUID, Webhook> webhooks = new HashMap<>();
  private int heldInAll;
  private int holders;
  private int heldBySlow;
  private long bytes;
  private long bytesOfSlow;

  /** What is held for one webhook, and how much may be. */
  private static final class Webhook {
    private int held;
    private long bytes;
    private int bound;
    private boolean slow;
    private double averageMillis = Double.NaN;

    private Webhook(int bound) {
      this.bound = bound;
    }

    private void took(long millis) {
      averageMillis =
          Double.isNaN(averageMillis) ? millis : averageMillis + WEIGHT * (millis - averageMillis);
    }
  }

  /** Creates the bounds with nothing held. */
  public DeliverySlots(int most, int mostPerWebhook) {
    this.most = most;
    this.mostPerWebhook = mostPerWebhook;
  }

  @Override
  public synchronized int free() {
    return bytes < MOST_BYTES ? most - heldInAll : 0;
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    Webhook webhook = webhook(webhookId);
    int granted = Math.min(wanted, Math.min(free(), webhook.bound - webhook.held));
    if (webhook.slow) {
      int half = bytesOfSlow < MOST_BYTES / 2 ? Math.max(1, most / 2) : 0;
      granted = Math.min(granted, half - heldBySlow);
    }
    int holdersThen = holders + (webhook.held == 0 ? 1 : 0);
    int share = Math.max(1, most / (holdersThen + 1));
    granted = Math.min(granted, Math.max(share - webhook.held, free() - most / 4));
    if (granted <= 0) {
      return 0;
    }
    hold(webhook, granted);
    return granted;
  }

  private void hold(Webhook webhook, int count) {
    holders -= webhook.held > 0 ? 1 : 0;
    webhook.held += count;
    holders += webhook.held > 0 ? 1 : 0;
    heldInAll += count;
    heldBySlow += webhook.slow ? count : 0;
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    hold(webhook(webhookId), -count);
  }

  /** Tells that a delivery, whose slot is taken, is in memory. */
  synchronized void begins(LeasedDelivery delivery) {
    add(size(delivery), webhook(delivery.webhookId()));
  }

  private void add(int size, Webhook webhook) {
    bytes += size;
    webhook.bytes += size;
    bytesOfSlow += webhook.slow ? size : 0;
  }

  private static int size(LeasedDelivery delivery) {
    // Without a body it can't be sent, and is told so there.
    return delivery.eventBody() == null ? 0 : delivery.eventBody().length;
  }

  /** Gives the delivery's slot back, and its memory. */
  synchronized void done(LeasedDelivery delivery) {
    add(-size(delivery), webhook(delivery.webhookId()));
    giveBack(delivery.webhookId(), 1);
  }

  /** Tells how the webhook's receiver took an attempt. */
  synchronized void ended(UUID webhookId, Attempt attempt) {
    Webhook webhook = webhook(webhookId);
    boolean silent = attempt.statusCode().isEmpty();
    webhook.took(attempt.duration().toMillis());
    boolean slow = silent || webhook.averageMillis > SLOW.toMillis();
    if (silent) {
      webhook.bound = Math.max(Math.min(LEAST_BOUND, mostPerWebhook), webhook.bound / 2);
    } else {
      webhook.bound = Math.min(mostPerWebhook, webhook.bound + 1);
    }
    if (slow != webhook.slow) {
      heldBySlow += slow ? webhook.held : -webhook.held;
      bytesOfSlow += slow ? webhook.bytes : -webhook.bytes;
      webhook.slow = slow;
    }
  }

  /** Returns how many are held. */
  public synchronized int held() {
    return heldInAll;
  }

  private Webhook webhook(UUID id) {
    return webhooks.computeIfAbsent(
        id, unused -> new Webhook(Math.min(FIRST_BOUND, mostPerWebhook)));
  }
}
