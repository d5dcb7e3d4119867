package webhooks.domain.json;

import java.util.List;
import java.util.Optional;

/**
 * A singular query of RFC 9535 (JSONPath), which leads to at most one value, or such a query with
 * steps {@code [*]}, which leads to several values.
 *
 * @param steps the steps from the whole text to the value
 */
public record JsonPath(List<PathStep> steps) {
  /** More than any event needs. Each step costs time, because it is looked for in the text. */
  public static final int MAX_STEPS = 32;

  /** A step into an object or an array. */
  public sealed interface PathStep {}

  /** A step to a member of an object. */
  public record MemberStep(String name) implements PathStep {}

  /** A step to an element of an array. A negative index counts from the end. */
  public record ElementStep(long index) implements PathStep {}

  /** A step to each element of an array. */
  public record AnyElementStep() implements PathStep {}

  /** Returns the path of a text, if the text is a singular query. */
  public static Optional<JsonPath> parse(String text) {
    return parse(text, 0);
  }

  /**
   * Returns the path of a text, if the text is a singular query, or would be one without its steps
   * {@code [*]}.
   *
   * @param maxAnyElement the maximum number of steps {@code [*]}
   */
  public static Optional<JsonPath> parse(String text, int maxAnyElement) {
    JsonPathReader reader = new JsonPathReader(text, 0, maxAnyElement);
    return reader.read().filter(path -> reader.end() == text.length());
  }
}
