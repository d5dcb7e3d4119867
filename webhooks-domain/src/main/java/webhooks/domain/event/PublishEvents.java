package webhooks.domain.event;

import java.util.List;
import java.util.Map;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;

/**
 * A request to publish events, all of them or none.
 *
 * @param events those without a fault, each by what the targets of its faults begin with: nothing
 *     for a single one, {@code [1].} for the second of an array
 * @param faults what reading the request found; the rules add theirs
 */
public record PublishEvents(Map<String, Event> events, Faults faults) {
  static PublishEvents refused(FaultCode code, String message) {
    Faults faults = new Faults();
    faults.add(Fault.ofBody(code, message));
    return new PublishEvents(Map.of(), faults);
  }

  static PublishEvents refused(String message) {
    return refused(FaultCode.INVALID_REQUEST_BODY, message);
  }

  /**
   * Adds events of an unknown account to the faults.
   *
   * @param withoutAccount the same objects as among the events
   */
  public void addWithoutAccount(List<Event> withoutAccount) {
    events.forEach(
        (place, event) -> {
          if (withoutAccount.contains(event)) {
            faults.invalid(place + "iTwinId", "The account of the event's iTwin is not known.");
          }
        });
  }

  /**
   * Refuses the request if anything is wrong with it.
   *
   * @throws Refusal {@code InvalidEventsRequest} with all faults
   */
  public void refuseIfFaulty() {
    faults.refuseIfAny(
        ErrorCode.INVALID_EVENTS_REQUEST,
        "Cannot publish the events. Make sure the request body is valid.");
  }
}
