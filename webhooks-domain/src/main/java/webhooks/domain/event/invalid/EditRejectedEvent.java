package webhooks.domain.event.invalid;

import java.util.List;
import webhooks.domain.error.Fault;

/**
 * A request to replace the body of a rejected event, not yet checked.
 *
 * @param body the corrected message, kept as it was given
 * @param faults the faults of the body, if it is no JSON object
 */
public record EditRejectedEvent(String body, List<Fault> faults) {
  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "EditRejectedEvent";
  }
}
