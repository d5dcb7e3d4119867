package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.delivery.Slots;

/**
 * The slots that one transaction takes; closed before they were {@link #keep kept}, it gives them
 * all back, since the transaction then leased nothing.
 *
 * <p>For one thread.
 */
public final class Reservation implements Slots, AutoCloseable {
  private final Slots slots;
  private final Map<UUID, Integer> taken = new HashMap<>();

  /** Starts a reservation of the slots. */
  public Reservation(Slots slots) {
    this.slots = slots;
  }

  @Override
  public int free() {
    return slots.free();
  }

  @Override
  public int take(UUID webhookId, int wanted) {
    int granted = slots.take(webhookId, wanted);
    if (granted > 0) {
      taken.merge(webhookId, granted, Integer::sum);
    }
    return granted;
  }

  @Override
  public void giveBack(UUID webhookId, int count) {
    slots.giveBack(webhookId, count);
    taken.merge(webhookId, -count, Integer::sum);
  }

  /** Keeps what was taken: each slot is given back when its delivery is done. */
  public void keep() {
    taken.clear();
  }

  @Override
  public void close() {
    taken.forEach(slots::giveBack);
    taken.clear();
  }
}
