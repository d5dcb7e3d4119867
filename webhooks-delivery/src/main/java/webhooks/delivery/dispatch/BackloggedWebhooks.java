package webhooks.delivery.dispatch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.Slots;

/**
 * Webhooks that are known to have a backlog in the database, served in turn. Safe for several
 * threads.
 */
final class BackloggedWebhooks {
  private static final int MAX_SLOTS_PER_WEBHOOK = 200;

  private final Set<UUID> webhooks = new LinkedHashSet<>();

  synchronized void add(Collection<UUID> webhookIds) {
    webhooks.addAll(webhookIds);
  }

  /**
   * Takes an equal share of the free slots for each webhook, as far as slots are free.
   *
   * <p>Forgets the webhooks that got slots. The caller adds a webhook again if its backlog is not
   * empty after the claim.
   *
   * @return the slots taken, by webhook
   */
  synchronized Map<UUID, Integer> takeSlots(Slots slots) {
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    if (webhooks.isEmpty() || slots.free() == 0) {
      return taken;
    }
    int share = Math.max(1, Math.min(MAX_SLOTS_PER_WEBHOOK, slots.free() / webhooks.size()));
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
