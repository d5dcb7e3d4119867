package webhooks.domain.error;

import java.util.Optional;

/**
 * One fault of a request.
 *
 * @param code the kind of fault
 * @param message a description for the caller, never with a secret
 * @param target the property that has the fault; empty for the whole body
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
