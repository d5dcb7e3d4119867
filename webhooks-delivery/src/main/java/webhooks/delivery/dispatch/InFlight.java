package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.delivery.Slots;

/**
 * The deliveries this node holds, from their lease to the record of their outcome, bounded in all
 * and for each webhook.
 *
 * <p>Safe for several threads.
 */
public final class InFlight implements Slots {
  private final int most;
  private final int mostPerWebhook;
  private final Map<UUID, Integer> held = new HashMap<>();
  private int heldInAll;

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
    int holds = held.getOrDefault(webhookId, 0);
    int granted = Math.min(wanted, Math.min(most - heldInAll, mostPerWebhook - holds));
    if (granted <= 0) {
      return 0;
    }
    held.put(webhookId, holds + granted);
    heldInAll += granted;
    return granted;
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    if (count > 0) {
      heldInAll -= count;
      held.computeIfPresent(webhookId, (id, holds) -> holds > count ? holds - count : null);
    }
  }

  /** Returns how many are held. */
  public synchronized int held() {
    return heldInAll;
  }
}
