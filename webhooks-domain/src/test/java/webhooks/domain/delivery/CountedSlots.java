package webhooks.domain.delivery;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The slots of a node with a bound for each webhook, without the product's fairness. */
public class CountedSlots implements Slots {
  private final int maxPerWebhook;
  private final Map<UUID, Integer> taken = new ConcurrentHashMap<>();
  private int free;

  /** Creates free slots. */
  public CountedSlots(int max, int maxPerWebhook) {
    this.free = max;
    this.maxPerWebhook = maxPerWebhook;
  }

  /** Creates more slots than any test takes. */
  public static CountedSlots enough() {
    return new CountedSlots(1_000_000, 1_000_000);
  }

  @Override
  public synchronized int free() {
    return free;
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    int granted =
        Math.min(wanted, Math.min(free, maxPerWebhook - taken.getOrDefault(webhookId, 0)));
    taken.merge(webhookId, granted, Integer::sum);
    free -= granted;
    return granted;
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    taken.merge(webhookId, -count, Integer::sum);
    free += count;
  }
}
