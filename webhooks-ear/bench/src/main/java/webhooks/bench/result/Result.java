package webhooks.bench.result;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a scenario measured.
 *
 * @param ratio of the value to a value of the same run, mostly of {@code raw}
 * @param targets all of which must be met; empty for a scenario that only reports
 * @param lost deliveries that did not arrive; empty for a scenario without deliveries
 * @param duplicates deliveries that arrived once too often
 * @param figures more figures, by name
 */
public record Result(
    String scenario,
    double value,
    String unit,
    OptionalDouble ratio,
    List<Target> targets,
    OptionalLong lost,
    OptionalLong duplicates,
    Map<String, Double> figures) {

  /** Creates a result without ratio, targets, deliveries and further figures. */
  public Result(String scenario, double value, String unit) {
    this(
        scenario,
        value,
        unit,
        OptionalDouble.empty(),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of());
  }

  /** Returns the same result with its ratio to this value of the same run. */
  public Result comparedTo(double reference) {
    return withRatio(OptionalDouble.of(value / reference));
  }

  private Result withRatio(OptionalDouble other) {
    return new Result(scenario, value, unit, other, targets, lost, duplicates, figures);
  }

  /** Returns the same result with one more target. */
  public Result with(Target target) {
    List<Target> all = new ArrayList<>(targets);
    all.add(target);
    return new Result(scenario, value, unit, ratio, all, lost, duplicates, figures);
  }

  /** Returns the same result with a lowest ratio. */
  public Result ratioAtLeast(double limit) {
    return with(Target.atLeast("ratio", ratio.orElseThrow(), limit));
  }

  /** Returns the same result with a highest ratio. */
  public Result ratioAtMost(double limit) {
    return with(Target.atMost("ratio", ratio.orElseThrow(), limit));
  }

  /** Returns the same result with a count of its deliveries. */
  public Result counted(long missing, long repeated) {
    return new Result(
        scenario,
        value,
        unit,
        ratio,
        targets,
        OptionalLong.of(missing),
        OptionalLong.of(repeated),
        figures);
  }

  /** Returns the same result with more figures. */
  public Result with(Map<String, Double> more) {
    Map<String, Double> all = new LinkedHashMap<>(figures);
    all.putAll(more);
    return new Result(scenario, value, unit, ratio, targets, lost, duplicates, all);
  }

  /**
   * Returns whether all targets are met and no delivery was lost or repeated; empty for a scenario
   * that only reports and found no fault.
   */
  public Optional<Boolean> isMet() {
    if (lost.orElse(0) != 0 || duplicates.orElse(0) != 0) {
      return Optional.of(false);
    }
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(targets.stream().allMatch(Target::isMet));
  }

  /** Returns the targets as text. */
  String target() {
    return targets.stream().map(Target::toString).collect(Collectors.joining(" and "));
  }

  /** Returns the result as a line of JSON. */
  public String json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("scenario", scenario).add("value", rounded(value)).add("unit", unit);
    json.add("ratio", ratio.isPresent() ? rounded(ratio.getAsDouble()) : JsonValue.NULL);
    json.add("target", target());
    json.add(
        "met", isMet().map(met -> met ? JsonValue.TRUE : JsonValue.FALSE).orElse(JsonValue.NULL));
    json.add("lost", count(lost)).add("duplicates", count(duplicates));
    JsonObjectBuilder more = Json.createObjectBuilder();
    figures.forEach((name, figure) -> more.add(name, rounded(figure)));
    return json.add("figures", more).build().toString();
  }

  private static JsonValue count(OptionalLong number) {
    return number.isPresent() ? Json.createValue(number.getAsLong()) : JsonValue.NULL;
  }

  /** Rounds to four significant digits: measurements on a machine are not more exact. */
  private static JsonValue rounded(double number) {
    if (!Double.isFinite(number)) {
      return JsonValue.NULL;
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    int scale = Math.max(0, 4 - exact.precision() + exact.scale());
    return Json.createValue(exact.setScale(scale, RoundingMode.HALF_UP));
  }

  /** Reads the number of a line of JSON; empty if it is null. */
  static OptionalDouble number(JsonObject line, String name) {
    return line.get(name) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }
}
