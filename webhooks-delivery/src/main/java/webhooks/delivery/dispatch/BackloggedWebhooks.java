package webhooks.delivery.dispatch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.Slots;

/**
 * The webhooks known to have deliveries waiting in their line in the database.
 *
 * <p>Safe for several threads.
 */
final class BackloggedWebhooks {
  private static final int MOST_PER_WEBHOOK = 200;

  private final Set<UUID> webhooks = new LinkedHashSet<>();

  synchronized void add(Collection<UUID> webhookIds) {
    webhooks.addAll(webhookIds);
  }

  /**
   * Takes slots for as many lines as there are, in turn, and forgets these lines: one that is not
   * emptied is to be added again.
   *
   * @return the slots taken, by webhook
   */
  synchronized Map<UUID, Integer> takeSlots(Slots slots) {
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    if (webhooks.isEmpty() || slots.free() == 0) {
      return taken;
    }
    int share = Math.max(1, Math.min(MOST_PER_WEBHOOK, slots.free() / webhooks.size()));
    for (UUID webhook : webhooks) {
      int granted = slots.take(webhook, share);
      if (granted > 0) {
        taken.put(webhook, granted);
      }
    }
    webhooks.removeAll(taken.keySet());
    return taken;
  }
}
