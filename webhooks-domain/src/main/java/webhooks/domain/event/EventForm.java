package webhooks.domain.event;

import java.util.regex.Pattern;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;

/**
 * A form in which publishers describe events. It decides the names of the properties, and faults
 * have these names as their targets.
 */
public enum EventForm {
  /** The form of this product, which is also the form of deliveries. */
  ITWIN,

  /** CloudEvents 1.0 in JSON. */
  CLOUDEVENTS;

  /** The member of a CloudEvent whose data is not JSON. */
  static final String BINARY_DATA = "data_base64";

  /** The names that an extension of CloudEvents can have, with a limit for messages and logs. */
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,64}");

  /**
   * Returns the fault of a property that events of this form do not have. The message for a
   * CloudEvent may be logged, so it quotes only the name of an extension.
   */
  Fault unknown(String name) {
    String message;
    if (this == ITWIN) {
      message = "No event has a property '" + name + "'.";
    } else if (name.equals(BINARY_DATA)) {
      message = "'" + BINARY_DATA + "' is not accepted: 'data' must be a JSON object.";
    } else if (EXTENSION.matcher(name).matches()) {
      message = "The extension '" + name + "' is not accepted.";
    } else {
      message = "A property has a name that no attribute of a CloudEvent can have.";
    }
    return Fault.of(FaultCode.INVALID_PROPERTY, name, message);
  }
}
