package webhooks.api.http.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/**
 * The JSON object in a request's body, with the faults found in it.
 *
 * <p>Invalid input never throws. It becomes a fault and the property counts as absent, so that the
 * domain's rules can add their faults and the caller sees all of them at once. A property that is
 * {@code null} counts as absent whatever its name.
 *
 * <p>Not safe for use by several threads.
 */
public final class JsonBody {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final Faults faults = new Faults();
  private final Set<String> known = new HashSet<>();
  private final Map<String, Object> object;

  /**
   * Reads a required body.
   *
   * @param body the bytes as received, possibly none
   */
  public JsonBody(byte[] body) {
    object = parse(body);
  }

  /**
   * Reads an optional body. An absent one counts as an empty object, and so does {@code null},
   * which generated clients of some languages send.
   */
  public static JsonBody optional(byte[] body) {
    return new JsonBody(body.length == 0 || isNull(body) ? EMPTY_OBJECT : body);
  }

  private static boolean isNull(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).matches("[ \\t\\r\\n]*+null[ \\t\\r\\n]*+");
  }

  private Map<String, Object> parse(byte[] body) {
    try {
      return JsonObjectParser.parse(body);
    } catch (InvalidBody e) {
      faults.add(e.fault());
      return Map.of();
    }
  }

  /** Returns a property that must be a string. */
  public Optional<String> text(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof String text ? Optional.of(text) : addWrongType(name, "a string"));
  }

  /** Returns a property that must be a string or a number, as text. */
  public Optional<String> textOrNumber(String name) {
    return value(name)
        .flatMap(
            value -> {
              if (value instanceof String text) {
                return Optional.of(text);
              }
              return value instanceof BigDecimal number
                  ? Optional.of(text(number))
                  : addWrongType(name, "a string or a number");
            });
  }

  /** A whole number has neither a fraction nor an exponent, however it was written. */
  private static String text(BigDecimal number) {
    try {
      return Integer.toString(number.intValueExact());
    } catch (ArithmeticException e) {
      return number.toString();
    }
  }

  /** Returns a property that must be true or false. */
  public Optional<Boolean> flag(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof Boolean flag
                    ? Optional.of(flag)
                    : addWrongType(name, "true or false"));
  }

  /** Returns a property that must be an array of strings. */
  public Optional<List<String>> texts(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                    ? Optional.of(list.stream().map(String.class::cast).toList())
                    : addWrongType(name, "an array of strings"));
  }

  /** Returns all properties, for a reader that knows their names. */
  public Map<String, Object> members() {
    known.addAll(object.keySet());
    return Collections.unmodifiableMap(object);
  }

  /**
   * Returns all faults. A property that no method of this class was asked for is a fault too, so
   * callers read all properties first.
   */
  public List<Fault> faults() {
    object.forEach(
        (name, value) -> {
          if (known.add(name) && value != null) {
            faults.unknown(name);
          }
        });
    return faults.all();
  }

  private Optional<Object> value(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name));
  }

  private <T> Optional<T> addWrongType(String name, String type) {
    faults.add(
        Fault.of(
            FaultCode.INVALID_REQUEST_BODY, name, "Property '" + name + "' must be " + type + "."));
    return Optional.empty();
  }
}
