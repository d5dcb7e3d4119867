package webhooks.domain.delivery.history.reconcile;

import java.util.List;
import java.util.Map;
import webhooks.domain.error.Fault;

/**
 * A request to compare the events of a receiver with the deliveries of its webhook, not yet
 * checked.
 *
 * @param members the members of the body by their names, as JSON values
 * @param faults the faults of the body as a whole
 */
public record ReconcileDeliveries(Map<String, Object> members, List<Fault> faults) {}
