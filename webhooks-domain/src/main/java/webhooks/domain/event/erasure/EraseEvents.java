package webhooks.domain.event.erasure;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.AccountId;
import webhooks.domain.json.JsonPath;

/**
 * A request to erase all events of an account that have a value, not yet checked.
 *
 * @param members the properties of the body, as JSON values
 * @param faults the faults of the body as a whole
 */
public record EraseEvents(Map<String, Object> members, List<Fault> faults) {
  private static final String PATH = "path";
  private static final String VALUE = "value";
  private static final String ACCOUNT_ID = "accountId";
  private static final List<String> KNOWN = List.of(PATH, VALUE, ACCOUNT_ID);
  private static final int MAX_PATH = 256;
  private static final int MAX_VALUE = 1000;

  /** A valid request. */
  public record ErasureOrder(String accountId, ErasureCriteria criteria) {}

  /**
   * Checks the request.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  ErasureOrder check() {
    Faults found = new Faults(faults);
    if (!found.concernWholeBody()) {
      KNOWN.stream().filter(name -> members.get(name) == null).forEach(found::missing);
      members.forEach((name, value) -> refuseUnknown(name, value, found));
      text(PATH, found).filter(path -> !isPath(path)).ifPresent(path -> refusePath(found));
      text(ACCOUNT_ID, found)
          .filter(account -> AccountId.parse(account).isEmpty())
          .ifPresent(account -> found.invalid(ACCOUNT_ID, "'accountId' is not valid."));
      Optional.ofNullable(members.get(VALUE))
          .filter(value -> !isScalar(value))
          .ifPresent(value -> refuseValue(found));
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot erase events. Make sure the request body is valid.");
    return new ErasureOrder(
        AccountId.parse((String) members.get(ACCOUNT_ID)).orElseThrow().text(),
        new ErasureCriteria((String) members.get(PATH), members.get(VALUE)));
  }

  private static void refuseUnknown(String name, Object value, Faults found) {
    if (value != null && !KNOWN.contains(name)) {
      found.add(
          Fault.of(
              FaultCode.INVALID_PROPERTY,
              name,
              "Property '" + name + "' is unknown or cannot be set."));
    }
  }

  private Optional<String> text(String name, Faults found) {
    Object value = members.get(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    found.add(
        Fault.of(
            FaultCode.INVALID_REQUEST_BODY, name, "Property '" + name + "' must be a string."));
    return Optional.empty();
  }

  private static boolean isPath(String path) {
    return path.length() <= MAX_PATH
        && JsonPath.parse(path).filter(parsed -> !parsed.steps().isEmpty()).isPresent();
  }

  private static void refusePath(Faults found) {
    found.invalid(
        PATH,
        "'path' must be a singular JSONPath (RFC 9535), such as $.content.userId, of at most "
            + MAX_PATH
            + " characters.");
  }

  private static boolean isScalar(Object value) {
    return value instanceof BigDecimal
        || value instanceof Boolean
        || value instanceof String text && !text.isEmpty() && text.length() <= MAX_VALUE;
  }

  private static void refuseValue(Faults found) {
    found.invalid(
        VALUE,
        "'value' must be a string of 1 to " + MAX_VALUE + " characters, a number, true or false.");
  }

  /** Returns a description without the path and the value. */
  @Override
  public String toString() {
    return "EraseEvents";
  }
}
