package webhooks.domain.operational;

import java.util.List;

/** Operational events were stored for their owners, in the transaction that fires this. */
public record OperationalEventsStored(List<OperationalEvent> events) {
  /** Copies the events. */
  public OperationalEventsStored {
    events = List.copyOf(events);
  }
}
