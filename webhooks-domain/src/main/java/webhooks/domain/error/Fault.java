package webhooks.domain.error;

import java.util.Optional;

/**
 * One thing that is wrong with a request.
 *
 * @param code the kind of fault
 * @param message what is wrong, in words for the caller; never holds a secret
 * @param target the property at fault, empty where it is the whole body
 */
public record Fault(FaultCode code, String message, Optional<String> target) {

  /** Returns a fault of one property. */
  public static Fault of(FaultCode code, String target, String message) {
    return new Fault(code, message, Optional.of(target));
  }

  /** Returns a fault of the whole request body. */
  public static Fault ofBody(FaultCode code, String message) {
    return new Fault(code, message, Optional.empty());
  }
}
