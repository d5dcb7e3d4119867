package webhooks.domain.event.erasure;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonSlice;
import webhooks.domain.json.JsonText;

/**
 * Selects the events of an erasure: events that have a value at a path.
 *
 * @param path a singular JSONPath (RFC 9535)
 * @param value a string, a {@code BigDecimal} or a {@code Boolean}
 */
public record ErasureCriteria(String path, Object value) {
  private static final String PATH = "path";
  private static final String VALUE = "value";

  /** Reads the text that {@link #stored} returned. */
  static ErasureCriteria parse(String stored) {
    try {
      Map<String, Object> json = JsonObjectParser.parse(stored.getBytes(StandardCharsets.UTF_8));
      return new ErasureCriteria((String) json.get(PATH), json.get(VALUE));
    } catch (InvalidBody e) {
      throw new IllegalStateException("Stored criteria are no JSON object", e);
    }
  }

  /** Returns the text that is stored. It may identify a person, so it must be encrypted. */
  String stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(PATH, path);
    json.put(VALUE, value);
    return JsonText.of(json);
  }

  JsonPath jsonPath() {
    return JsonPath.parse(path).orElseThrow();
  }

  /**
   * Returns whether a text has the value at one of some paths.
   *
   * @param json valid JSON
   */
  boolean matches(byte[] json, List<JsonPath> paths) {
    return new JsonPathTree(paths)
        .find(json).stream().flatMap(Optional::stream).anyMatch(this::isValue);
  }

  private boolean isValue(JsonSlice found) {
    if (found.isContainer() || found.isNull()) {
      return false;
    }
    if (found.isString()) {
      return found.text().equals(value);
    }
    String word = new String(found.json(), found.from(), found.length(), StandardCharsets.US_ASCII);
    if (value instanceof Boolean flag) {
      return word.equals(flag.toString());
    }
    return value instanceof BigDecimal number && isNumber(word, number);
  }

  private static boolean isNumber(String word, BigDecimal number) {
    try {
      return new BigDecimal(word).compareTo(number) == 0;
    } catch (NumberFormatException e) {
      // True or false, or a number whose exponent no decimal has.
      return false;
    }
  }

  /** Returns a description without the path and the value. */
  @Override
  public String toString() {
    return "ErasureCriteria";
  }
}
