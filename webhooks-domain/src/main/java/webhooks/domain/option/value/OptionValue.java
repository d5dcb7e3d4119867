package webhooks.domain.option.value;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

/**
 * A JSON value in the options of a request, with its path, such as {@code headers[1].name}.
 *
 * <p>Invalid input never throws. It becomes a fault with the path as its target, and the value
 * counts as absent, so that the caller sees all faults at once. {@code null} counts as absent too.
 * Paths of more than {@value #MAX_PATH} characters lose their ends. Not safe for several threads.
 */
public final class OptionValue {
  /**
   * Names can be as long as the request. Each value has its own path, so long ones would take more
   * memory than a node has.
   */
  private static final int MAX_PATH = 300;

  private final String path;
  private final Object value;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  /**
   * Creates a value.
   *
   * @param path where it is, from the top of the options
   * @param value the value as {@link webhooks.domain.json.JsonObjectParser} returns it, not null
   * @param faults gets the faults of the value and of all values in it
   */
  public OptionValue(String path, Object value, Faults faults) {
    this.path = shortened(path);
    this.value = value;
    this.faults = faults;
  }

  /** Returns a path without its end, if it is long. Half a surrogate pair is no text. */
  private static String shortened(String path) {
    if (path.length() <= MAX_PATH) {
      return path;
    }
    boolean cutsPair = Character.isHighSurrogate(path.charAt(MAX_PATH - 1));
    return path.substring(0, cutsPair ? MAX_PATH - 1 : MAX_PATH) + "…";
  }

  /** Returns the path of the value. */
  public String path() {
    return path;
  }

  /** Returns the value as JSON, with all values in it, also those that are null. */
  public Object json() {
    return value;
  }

  /**
   * Returns a value in this one.
   *
   * @param step the step of its path, such as {@code [1]} or {@code .name}
   */
  public OptionValue at(String step, Object inner) {
    return new OptionValue(path + step, inner, faults);
  }

  /** Returns the value if it is a string. Refuses an unpaired surrogate. */
  public Optional<String> text() {
    if (!(value instanceof String text)) {
      return wrongType("a string");
    }
    if (text.codePoints().anyMatch(OptionValue::isSurrogate)) {
      invalid("must not have half a surrogate pair");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** Returns the value if it is a number. */
  public Optional<BigDecimal> number() {
    return value instanceof BigDecimal number ? Optional.of(number) : wrongType("a number");
  }

  /** Returns the value if it is a duration, such as {@code PT5S}. */
  public Optional<IsoDuration> duration() {
    Optional<IsoDuration> duration = text().flatMap(IsoDuration::parse);
    if (value instanceof String && duration.isEmpty()) {
      invalid("must be a duration of ISO 8601 in whole milliseconds, such as PT5S");
    }
    return duration;
  }

  /** Returns the value if it is true or false. */
  public Optional<Boolean> flag() {
    return value instanceof Boolean flag ? Optional.of(flag) : wrongType("true or false");
  }

  /** Returns the elements that are not null, if the value is an array. */
  public Optional<List<OptionValue>> elements() {
    return value instanceof List<?> list ? Optional.of(elements(list)) : wrongType("an array");
  }

  private List<OptionValue> elements(List<?> list) {
    return IntStream.range(0, list.size())
        .filter(i -> list.get(i) != null)
        .mapToObj(i -> at("[" + i + "]", list.get(i)))
        .toList();
  }

  /**
   * Returns whether the value is an array with more elements than a maximum, and adds a fault if it
   * is. Elements that are null count too, as in {@code maxItems} of the API's description.
   *
   * @param elements what the elements are, for the message
   */
  public boolean hasMoreThan(int max, String elements) {
    boolean hasMore = value instanceof List<?> list && list.size() > max;
    if (hasMore) {
      exceeds("must have at most " + max + " " + elements);
    }
    return hasMore;
  }

  /** Returns whether the value is an object. Adds a fault if it is not. */
  public boolean isObject() {
    return value instanceof Map || wrongType("an object").isPresent();
  }

  /** Returns a member of the object, if it is given. */
  public Optional<OptionValue> member(String name) {
    known.add(name);
    return value instanceof Map<?, ?> members
        ? Optional.ofNullable(members.get(name)).map(member -> at("." + name, member))
        : Optional.empty();
  }

  /** Returns all members that are given, if the value is an object, by their names. */
  public Optional<Map<String, OptionValue>> members() {
    if (!isObject()) {
      return Optional.empty();
    }
    Map<String, OptionValue> members = new LinkedHashMap<>();
    for (Object name : ((Map<?, ?>) value).keySet()) {
      member((String) name).ifPresent(member -> members.put((String) name, member));
    }
    return Optional.of(members);
  }

  /** Returns a member that must be a string, and adds a fault if it is absent. */
  public Optional<String> requiredText(String name) {
    Optional<OptionValue> member = member(name);
    if (member.isEmpty()) {
      invalid(name, "is required");
    }
    return member.flatMap(OptionValue::text);
  }

  /**
   * Adds a fault for each member that was not read, so callers read all members first.
   *
   * @return whether there is such a member
   */
  public boolean refuseUnknown() {
    if (!(value instanceof Map<?, ?> members)) {
      return false;
    }
    List<String> unknown =
        members.entrySet().stream()
            .filter(member -> member.getValue() != null)
            .map(member -> (String) member.getKey())
            .filter(known::add)
            .toList();
    unknown.forEach(this::refuseUnknown);
    return !unknown.isEmpty();
  }

  private void refuseUnknown(String name) {
    faults.add(
        Fault.of(
            FaultCode.INVALID_PROPERTY,
            path + "." + name,
            "Property '" + path + "." + name + "' is unknown or cannot be set."));
  }

  /** Adds a fault of the value. */
  public void invalid(String rule) {
    faults.invalid(path, "'" + path + "' " + rule + ".");
  }

  /** Adds a fault of a member. */
  public void invalid(String member, String rule) {
    at("." + member, value).invalid(rule);
  }

  /**
   * Adds a fault of a member with a message of another rule's owner.
   *
   * @param message returns the message for the path of the member
   */
  public void invalid(String member, UnaryOperator<String> message) {
    String target = path + "." + member;
    faults.invalid(target, message.apply(target));
  }

  /** Adds a fault of a value that is too large, or has too many parts. */
  public void exceeds(String rule) {
    faults.add(Fault.of(FaultCode.LIMIT_EXCEEDED, path, "'" + path + "' " + rule + "."));
  }

  private <T> Optional<T> wrongType(String type) {
    invalid("must be " + type);
    return Optional.empty();
  }
}
