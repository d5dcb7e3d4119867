package webhooks.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.junit.jupiter.params.provider.Arguments;

/** Rows of the table tests: JSON written with single quotes, and what is to come of it. */
public final class Rows {
  private Rows() {}

  /**
   * A request that breaks rules.
   *
   * @param change properties to set over a valid body, as JSON with single quotes
   * @param details each expected detail as {@code code target}
   */
  public static Arguments refused(String rule, String change, String... details) {
    return Arguments.of(rule, change, details);
  }

  /** A request that keeps all rules. */
  public static Arguments accepted(String rule, String change) {
    return Arguments.of(rule, change);
  }

  public static JsonObject parse(String singleQuoted) {
    try (JsonReader reader = Json.createReader(new StringReader(singleQuoted.replace('\'', '"')))) {
      return reader.readObject();
    }
  }

  /** The object with the properties of the other set over its own. */
  public static JsonObject merge(JsonObject base, JsonObject change) {
    JsonObjectBuilder merged = Json.createObjectBuilder(base);
    change.forEach(merged::add);
    return merged.build();
  }

  /** The object without the property. */
  public static JsonObject without(JsonObject base, String property) {
    return Json.createObjectBuilder(base).remove(property).build();
  }
}
