package webhooks.delivery.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.delivery.Slots;

/**
 * Webhooks that are known to have a backlog in the database, served in turn, with equal shares for
 * their accounts. Safe for several threads.
 */
final class BackloggedWebhooks {
  private static final int MAX_SLOTS_PER_WEBHOOK = 1000;

  /** Bounds the rows that a claim reads, with the small ones of their bodies. */
  private static final int MAX_SLOTS = 2000;

  /** Bounds the time that a claim takes, for which the webhooks of other accounts wait. */
  private static final int MAX_SERVED_PER_ACCOUNT = 50;

  /** Bounds the time that an account with very many blocked webhooks costs each claim. */
  private static final int MAX_BLOCKED_PER_ACCOUNT = 500;

  private final Function<UUID, Destination> destinations;
  private final Map<String, Set<UUID>> webhooksByAccount = new LinkedHashMap<>();

  /**
   * Starts without webhooks.
   *
   * @param destinations returns the present destination of a webhook
   */
  BackloggedWebhooks(Function<UUID, Destination> destinations) {
    this.destinations = destinations;
  }

  synchronized void add(Collection<UUID> webhookIds) {
    for (UUID webhook : webhookIds) {
      webhooksByAccount
          .computeIfAbsent(destinations.apply(webhook).account(), unused -> new LinkedHashSet<>())
          .add(webhook);
    }
  }

  /**
   * Takes an equal share of the free slots for each account, divided evenly among its webhooks, as
   * far as slots are free.
   *
   * <p>Forgets the webhooks that got slots. The caller adds a webhook again if its backlog is not
   * empty after the claim.
   *
   * @return the slots taken, by webhook
   */
  synchronized Map<UUID, Integer> takeSlots(Slots slots) {
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    int accounts = Math.max(1, webhooksByAccount.size());
    int share = Math.min(MAX_SLOTS_PER_WEBHOOK, Math.min(MAX_SLOTS, slots.free()) / accounts);
    int enough = Math.max(1, slots.free() - MAX_SLOTS);
    for (String account : List.copyOf(webhooksByAccount.keySet())) {
      if (slots.free() < enough) {
        break;
      }
      // Back to the end, behind the accounts that this call does not reach.
      Set<UUID> webhooks = webhooksByAccount.remove(account);
      takeSlots(slots, webhooks, Math.max(1, share / webhooks.size()), taken);
      if (!webhooks.isEmpty()) {
        webhooksByAccount.put(account, webhooks);
      }
    }
    return taken;
  }

  private static void takeSlots(
      Slots slots, Set<UUID> webhooks, int share, Map<UUID, Integer> taken) {
    List<UUID> blocked = new ArrayList<>();
    int served = 0;
    Iterator<UUID> next = webhooks.iterator();
    while (next.hasNext()
        && slots.free() > 0
        && served < MAX_SERVED_PER_ACCOUNT
        && blocked.size() < MAX_BLOCKED_PER_ACCOUNT) {
      UUID webhook = next.next();
      next.remove();
      int granted = slots.take(webhook, share);
      if (granted > 0) {
        // A webhook that was added before this node knew its account can be there twice.
        taken.merge(webhook, granted, Integer::sum);
        served++;
      } else {
        blocked.add(webhook);
      }
    }
    webhooks.addAll(blocked);
  }
}
