package webhooks.bench.result;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Compares the results of two runs.
 *
 * <p>Ratios of two runs can be compared, because each was measured against the same machine at the
 * same time. Values can be compared only if the machine was the same and as busy.
 */
public final class Comparison {
  private Comparison() {}

  /** Returns a table with the results of both files side by side. */
  public static String of(Path first, Path second) throws IOException {
    return of(Files.readAllLines(first), Files.readAllLines(second));
  }

  /** Returns a table with the results of both runs. Ignores lines that are not JSON. */
  static String of(List<String> first, List<String> second) {
    Map<String, JsonObject> one = parse(first);
    Map<String, JsonObject> two = parse(second);
    Set<String> scenarios = new LinkedHashSet<>(one.keySet());
    scenarios.addAll(two.keySet());
    ResultTable table =
        new ResultTable(
            "scenario", "unit", "value A", "value B", "B / A", "ratio A", "ratio B", "B / A");
    for (String scenario : scenarios) {
      JsonObject a = one.getOrDefault(scenario, JsonObject.EMPTY_JSON_OBJECT);
      JsonObject b = two.getOrDefault(scenario, JsonObject.EMPTY_JSON_OBJECT);
      table.add(
          scenario,
          a.getString("unit", b.getString("unit", "")),
          cell(a, "value"),
          cell(b, "value"),
          quotient(a, b, "value"),
          cell(a, "ratio"),
          cell(b, "ratio"),
          quotient(a, b, "ratio"));
    }
    return table.toString();
  }

  private static Map<String, JsonObject> parse(List<String> lines) {
    Map<String, JsonObject> results = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith("{")) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
          JsonObject result = reader.readObject();
          results.put(result.getString("scenario"), result);
        }
      }
    }
    return results;
  }

  private static String cell(JsonObject result, String name) {
    return ResultTable.text(Result.number(result, name));
  }

  private static String quotient(JsonObject a, JsonObject b, String name) {
    OptionalDouble one = Result.number(a, name);
    OptionalDouble two = Result.number(b, name);
    return one.isPresent() && two.isPresent() && one.getAsDouble() != 0
        ? Target.number(two.getAsDouble() / one.getAsDouble())
        : "";
  }
}
