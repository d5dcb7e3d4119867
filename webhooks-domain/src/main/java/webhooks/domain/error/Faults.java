package webhooks.domain.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects every fault of one request, so that its caller learns all of them at once.
 *
 * <p>Of properties that a request can't have, only the first hundred: an answer must not be many
 * times its request. Reading the JSON adds what it finds, the rules add theirs. Not safe for
 * several threads.
 */
public final class Faults {
  private static final int MAX_UNKNOWN = 100;

  private final List<Fault> found = new ArrayList<>();
  private int unknown;

  /** Adds a fault. */
  public void add(Fault fault) {
    if (fault.code() != FaultCode.INVALID_PROPERTY || unknown++ < MAX_UNKNOWN) {
      found.add(fault);
    }
  }

  /** Adds a value that a rule forbids. */
  public void invalid(String target, String message) {
    add(Fault.of(FaultCode.INVALID_VALUE, target, message));
  }

  /** Adds a required property as missing, unless the property is already known to be at fault. */
  public void missing(String target) {
    if (!has(target)) {
      add(
          Fault.of(
              FaultCode.MISSING_REQUIRED_PROPERTY,
              target,
              "Required property '" + target + "' is missing."));
    }
  }

  /** Returns whether the property is at fault. */
  public boolean has(String target) {
    return found.stream().anyMatch(fault -> fault.target().equals(Optional.of(target)));
  }

  /** Returns whether the body as a whole is at fault, so that its properties say nothing. */
  public boolean concernWholeBody() {
    return found.stream().anyMatch(fault -> fault.target().isEmpty());
  }

  /** Returns what was found, in the order of finding. */
  public List<Fault> all() {
    return List.copyOf(found);
  }

  /**
   * Refuses the request if anything was found.
   *
   * @throws Refusal with this code and all faults as details
   */
  public void refuseIfAny(ErrorCode code, String message) {
    if (!found.isEmpty()) {
      throw new Refusal(code, message, all());
    }
  }
}
