package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.delivery.Slots;

/**
 * The deliveries this node holds, from their lease to the record of their outcome, bounded in all
 * and for each webhook.
 *
 * <p>A webhook's bound follows how its receiver behaves: it begins low, so that a backlog does not
 * open all its connections at one moment, grows with each answer and halves when none comes in
 * time. So a slow or dead receiver holds few of the slots that others need.
 *
 * <p>Safe for several threads.
 */
public final class InFlight implements Slots {
  private static final int FIRST_BOUND = 16;
  private static final int LEAST_BOUND = 2;

  private final int most;
  private final int mostPerWebhook;
  private final Map<UUID, Webhook> webhooks = new HashMap<>();
  private int heldInAll;

  /** What is held for one webhook, and how much may be. */
  private static final class Webhook {
    private int held;
    private int bound;

    private Webhook(int bound) {
      this.bound = bound;
    }
  }

  /** Creates the bounds with nothing held. */
  public InFlight(int most, int mostPerWebhook) {
    this.most = most;
    this.mostPerWebhook = mostPerWebhook;
  }

  @Override
  public synchronized int free() {
    return most - heldInAll;
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    Webhook webhook = webhook(webhookId);
    int granted = Math.min(wanted, Math.min(most - heldInAll, webhook.bound - webhook.held));
    if (granted <= 0) {
      return 0;
    }
    webhook.held += granted;
    heldInAll += granted;
    return granted;
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    webhook(webhookId).held -= count;
    heldInAll -= count;
  }

  /** Tells that the webhook's receiver answered, whatever it said. */
  synchronized void answered(UUID webhookId) {
    Webhook webhook = webhook(webhookId);
    webhook.bound = Math.min(mostPerWebhook, webhook.bound + 1);
  }

  /** Tells that the webhook's receiver could not be reached, or did not answer in time. */
  synchronized void silent(UUID webhookId) {
    Webhook webhook = webhook(webhookId);
    webhook.bound = Math.max(Math.min(LEAST_BOUND, mostPerWebhook), webhook.bound / 2);
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
