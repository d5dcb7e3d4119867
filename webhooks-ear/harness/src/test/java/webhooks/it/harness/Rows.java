package webhooks.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.junit.jupiter.params.provider.Arguments;

/** Builds the arguments of parameterized tests, and JSON from text with single quotes. */
public final class Rows {
  private Rows() {}

  /**
   * Returns the arguments of a test of an invalid request.
   *
   * @param change properties to add to a valid body or to replace there, as JSON with single quotes
   * @param details each expected detail as {@code code target}
   */
  public static Arguments refused(String rule, String change, String... details) {
    return Arguments.of(rule, change, details);
  }

  /** Returns the arguments of a test of a valid request. */
  public static Arguments accepted(String rule, String change) {
    return Arguments.of(rule, change);
  }

  public static JsonObject parse(String singleQuoted) {
    try (JsonReader reader = Json.createReader(new StringReader(singleQuoted.replace('\'', '"')))) {
      return reader.readObject();
    }
  }

  /** Returns the object with the properties of the change added or replaced. */
  public static JsonObject merge(JsonObject base, JsonObject change) {
    JsonObjectBuilder merged = Json.createObjectBuilder(base);
    change.forEach(merged::add);
    return merged.build();
  }

  /** Returns the object without the property. */
  public static JsonObject without(JsonObject base, String property) {
    return Json.createObjectBuilder(base).remove(property).build();
  }
}
