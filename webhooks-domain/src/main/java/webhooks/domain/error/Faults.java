package webhooks.domain.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects all faults of one request, so that the caller can correct them together.
 *
 * <p>Only the first hundred unknown properties and the first thousand faults are kept, so that a
 * response is not many times larger than its request, and takes little memory. Not safe for several
 * threads.
 */
public final class Faults {
  private static final int MAX_UNKNOWN = 100;
  private static final int MAX = 1000;

  private final List<Fault> found = new ArrayList<>();
  private int unknown;

  /** Starts without faults. */
  public Faults() {}

  /** Starts with the faults that were found before. */
  public Faults(List<Fault> before) {
    before.forEach(this::add);
  }

  /** Adds a fault. */
  public void add(Fault fault) {
    boolean isKept = fault.code() != FaultCode.INVALID_PROPERTY || unknown++ < MAX_UNKNOWN;
    if (isKept && found.size() < MAX) {
      found.add(fault);
    }
  }

  /** Adds a value that a rule forbids. */
  public void invalid(String target, String message) {
    add(Fault.of(FaultCode.INVALID_VALUE, target, message));
  }

  /** Adds a missing required property, unless the property already has a fault. */
  public void missing(String target) {
    if (!has(target)) {
      add(
          Fault.of(
              FaultCode.MISSING_REQUIRED_PROPERTY,
              target,
              "Required property '" + target + "' is missing."));
    }
  }

  /** Adds a property that is unknown or read-only. */
  public void unknown(String target) {
    add(
        Fault.of(
            FaultCode.INVALID_PROPERTY,
            target,
            "Property '" + target + "' is unknown or cannot be set."));
  }

  /** Returns whether the property has a fault. */
  public boolean has(String target) {
    return found.stream().anyMatch(fault -> fault.target().equals(Optional.of(target)));
  }

  /** Returns whether the body as a whole has a fault, so that its properties have no meaning. */
  public boolean concernWholeBody() {
    return found.stream().anyMatch(fault -> fault.target().isEmpty());
  }

  /** Returns the faults, in the order in which they were added. */
  public List<Fault> all() {
    return List.copyOf(found);
  }

  /**
   * Refuses the request if it has a fault.
   *
   * @throws Refusal with this code and all faults as details
   */
  public void refuseIfAny(ErrorCode code, String message) {
    if (!found.isEmpty()) {
      throw new Refusal(code, message, all());
    }
  }
}
