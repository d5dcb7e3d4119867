package webhooks.domain.node;

import java.util.List;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;

/**
 * The slots of the node that one transaction takes. {@link #send} hands slots over to deliveries;
 * {@link #close} gives the others back. For one thread.
 */
public interface NodeSlots extends Slots, AutoCloseable {
  /** Sends deliveries that were leased with these slots, after the transaction's commit. */
  void send(List<LeasedDelivery> deliveries);

  @Override
  void close();
}
