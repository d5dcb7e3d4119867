package webhooks.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogGrant;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The slots of this node that one transaction takes.
 *
 * <p>Each slot either goes over to a delivery by {@link #handOver} or is given back by {@link
 * #close}, whatever fails between: the transaction, or the sending of a delivery before it. For one
 * thread.
 */
public final class Reservation implements Slots, AutoCloseable {
  private final NodeLeases leases;
  private final Map<UUID, Integer> taken = new HashMap<>();

  /** Starts a reservation of slots. */
  public Reservation(NodeLeases leases) {
    this.leases = leases;
  }

  @Override
  public int free() {
    return leases.free();
  }

  @Override
  public int take(UUID webhookId, int wanted) {
    int granted = leases.take(webhookId, wanted);
    if (granted > 0) {
      taken.merge(webhookId, granted, Integer::sum);
    }
    return granted;
  }

  /** Takes slots for the backlog of a webhook, as {@link NodeLeases#takeForBacklog} does. */
  BacklogGrant takeForBacklog(UUID webhookId, int wanted) {
    BacklogGrant grant = leases.takeForBacklog(webhookId, wanted);
    if (grant.slots() > 0) {
      taken.merge(webhookId, grant.slots(), Integer::sum);
    }
    return grant;
  }

  @Override
  public void giveBack(UUID webhookId, int count) {
    leases.giveBack(webhookId, count);
    taken.merge(webhookId, -count, Integer::sum);
  }

  /** Hands a slot over to a delivery, whose lease gives it back when it leaves the node. */
  void handOver(LeasedDelivery delivery) {
    leases.hold(delivery);
    taken.merge(delivery.webhookId(), -1, Integer::sum);
  }

  /** Gives back all slots that were taken and not handed over. */
  @Override
  public void close() {
    taken.forEach(leases::giveBack);
    taken.clear();
  }
}
