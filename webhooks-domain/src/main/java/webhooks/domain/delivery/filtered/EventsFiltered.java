package webhooks.domain.delivery.filtered;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The CDI event that reports events that filters have dropped. It is fired inside the transaction
 * that stores the events and that may still fail.
 *
 * @param counts the number of events by webhook
 */
public record EventsFiltered(Map<UUID, Integer> counts) {
  /** Creates a report without events, to which they are added. */
  public EventsFiltered() {
    this(new HashMap<>());
  }

  /** Adds an event that these webhooks have filtered. */
  public void add(Collection<UUID> webhookIds) {
    for (UUID id : webhookIds) {
      counts.merge(id, 1, Integer::sum);
    }
  }

  /** Returns whether no event was dropped. */
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Returns how often an event was dropped: once for each webhook that filtered it. */
  public long total() {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }
}
