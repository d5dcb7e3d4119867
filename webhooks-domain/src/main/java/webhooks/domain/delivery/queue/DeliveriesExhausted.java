package webhooks.domain.delivery.queue;

import java.util.Map;
import java.util.UUID;

/**
 * A CDI event: deliveries had their last attempt without success. It is fired inside the
 * transaction that writes the sums of a node, about a second after the outcomes were recorded.
 *
 * @param counts the number of deliveries by webhook; deliveries of operational events are left out
 */
public record DeliveriesExhausted(Map<UUID, Integer> counts) {}
