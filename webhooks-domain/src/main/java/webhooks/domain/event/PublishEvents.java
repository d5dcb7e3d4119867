package webhooks.domain.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.trace.TraceContext;

/**
 * A request to publish events. Either all of them are stored or none.
 *
 * @param form the form of the events, whose names the targets of faults have
 * @param events the events without a fault. The keys are the prefixes of targets for faults that
 *     are found later: empty for a single event, {@code [1].} for the second event of an array
 * @param faults the faults found while the request was read
 */
public record PublishEvents(EventForm form, Map<String, Event> events, List<Fault> faults) {
  static PublishEvents refused(FaultCode code, String message) {
    return new PublishEvents(EventForm.ITWIN, Map.of(), List.of(Fault.ofBody(code, message)));
  }

  static PublishEvents refused(String message) {
    return refused(FaultCode.INVALID_REQUEST_BODY, message);
  }

  /**
   * Returns the request with this trace for each event that has none of its own; the same request
   * if there is no trace.
   */
  public PublishEvents withTrace(Optional<TraceContext> trace) {
    if (trace.isEmpty()) {
      return this;
    }
    Map<String, Event> traced = new LinkedHashMap<>();
    events.forEach((prefix, event) -> traced.put(prefix, event.withTrace(trace)));
    return new PublishEvents(form, traced, faults);
  }

  /**
   * Refuses the request if it has a fault, or an event of an unknown account.
   *
   * @param withoutAccount the events of this request whose account is unknown
   * @throws Refusal {@code InvalidEventsRequest} with all faults
   */
  public void refuseIfFaulty(List<Event> withoutAccount) {
    Faults all = new Faults(faults);
    events.forEach(
        (prefix, event) -> {
          if (withoutAccount.contains(event)) {
            String target = prefix + EventProperty.ITWIN_ID.nameIn(form);
            all.invalid(target, "The account of the event's iTwin is not known.");
          }
        });
    all.refuseIfAny(
        ErrorCode.INVALID_EVENTS_REQUEST,
        "Cannot publish the events. Make sure the request body is valid.");
  }
}
