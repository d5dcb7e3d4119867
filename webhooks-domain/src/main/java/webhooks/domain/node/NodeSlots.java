package webhooks.domain.node;

import java.util.List;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The slots that one transaction takes of the node. Those that no delivery took over by {@link
 * #send} are given back at the end. For one thread.
 */
public interface NodeSlots extends Slots, AutoCloseable {
  /** Sends deliveries that were leased with these slots, after the transaction's commit. */
  void send(List<LeasedDelivery> deliveries);

  @Override
  void close();
}
