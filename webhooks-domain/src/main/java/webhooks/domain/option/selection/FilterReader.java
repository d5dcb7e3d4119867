package webhooks.domain.option.selection;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import webhooks.domain.option.value.OptionValue;

/** Compiles the JSON of filters. Invalid parts become faults. Not safe for several threads. */
final class FilterReader {
  static final int MAX_LEAVES = 50;
  private static final int MAX_DEPTH = 5;
  private static final int MAX_VALUES = 100;

  /** More than any number of an event needs. Numbers are never expanded, but shown as written. */
  private static final int MAX_EXPONENT = 1000;

  /** A reader of a filter expression of one dialect. */
  @FunctionalInterface
  private interface Dialect {
    Optional<Filter> read(OptionValue filter, OptionValue value, int depth);
  }

  private final Map<String, Dialect> dialects = new LinkedHashMap<>();
  private int leaves;

  FilterReader() {
    dialects.put(
        "exact", leaf(value -> scalar(value).map(one -> Comparison.OneOf.of(List.of(one)))));
    dialects.put("prefix", leaf(value -> text(value).map(Comparison.Prefix::new)));
    dialects.put("suffix", leaf(value -> text(value).map(Comparison.Suffix::new)));
    dialects.put("all", group(false));
    dialects.put("any", group(true));
    dialects.put(
        "not",
        (filter, value, depth) ->
            read(value, depth + 1).map(inner -> new Filter.Not(filter.path(), inner)));
    dialects.put("in", leaf(FilterReader::oneOf));
    dialects.put("number", leaf(FilterReader::range));
    dialects.put("exists", leaf(value -> value.flag().map(Comparison.Exists::new)));
  }

  /** Returns the number of comparisons that were read. */
  int leaves() {
    return leaves;
  }

  /** Reads the filters of a list; empty if one of them is invalid. */
  Optional<List<Filter>> readAll(List<OptionValue> values, int depth) {
    List<Filter> filters = new ArrayList<>();
    values.forEach(value -> read(value, depth).ifPresent(filters::add));
    return Optional.of(filters).filter(all -> all.size() == values.size()).map(List::copyOf);
  }

  private Optional<Filter> read(OptionValue filter, int depth) {
    if (depth > MAX_DEPTH) {
      filter.exceeds("must not be nested deeper than " + MAX_DEPTH + " levels");
      return Optional.empty();
    }
    if (!filter.isObject()) {
      return Optional.empty();
    }
    Map<String, OptionValue> given = new LinkedHashMap<>();
    dialects
        .keySet()
        .forEach(name -> filter.member(name).ifPresent(value -> given.put(name, value)));
    boolean isKnown = !filter.refuseUnknown();
    if (given.size() > 1 || given.isEmpty() && isKnown) {
      filter.invalid("must have exactly one of " + String.join(", ", dialects.keySet()));
    }
    return given.entrySet().stream()
        .filter(one -> given.size() == 1)
        .findFirst()
        .flatMap(one -> dialects.get(one.getKey()).read(filter, one.getValue(), depth))
        .filter(read -> isKnown);
  }

  private Dialect group(boolean any) {
    return (filter, value, depth) -> {
      List<OptionValue> elements = value.elements().orElse(List.of());
      if (value.json() instanceof List && elements.isEmpty()) {
        value.invalid("must have a filter");
      }
      return readAll(elements, depth + 1)
          .filter(filters -> !filters.isEmpty())
          .map(filters -> new Filter.Group(filter.path(), any, filters));
    };
  }

  private Dialect leaf(Function<OptionValue, Optional<? extends Comparison>> reader) {
    return (filter, value, depth) -> {
      Optional<Map<String, OptionValue>> members = value.members();
      if (members.isPresent() && members.get().isEmpty()) {
        value.invalid("must have a key");
      }
      Map<FilterKey, Comparison> comparisons = new LinkedHashMap<>();
      members
          .orElse(Map.of())
          .forEach(
              (name, expected) -> {
                Optional<FilterKey> key = key(name, expected);
                Optional<? extends Comparison> comparison = reader.apply(expected);
                if (key.isPresent()
                    && comparison.isPresent()
                    && comparisons.put(key.get(), comparison.get()) != null) {
                  expected.invalid("must not have the key of another comparison beside it");
                }
              });
      int size = members.map(Map::size).orElse(0);
      leaves += size;
      return Optional.<Filter>of(new Filter.Leaf(filter.path(), comparisons))
          .filter(read -> size > 0 && comparisons.size() == size);
    };
  }

  private static Optional<FilterKey> key(String name, OptionValue expected) {
    Optional<FilterKey> key = FilterKey.parse(name);
    if (key.isEmpty()) {
      expected.invalid(
          "must have a key that is eventType, iTwinId, messageId or a path such as"
              + " $.content.result, with at most one [*] and four steps into arrays");
    }
    return key;
  }

  private static Optional<String> text(OptionValue value) {
    Optional<String> text = value.text();
    if (text.filter(String::isEmpty).isPresent()) {
      value.invalid("must not be empty");
    }
    return text;
  }

  private static Optional<Object> scalar(OptionValue value) {
    if (value.json() instanceof String) {
      return value.text().map(Object.class::cast);
    } else if (value.json() instanceof Boolean flag) {
      return Optional.of(flag);
    } else if (value.json() instanceof BigDecimal) {
      return number(value).map(Object.class::cast);
    }
    value.invalid("must be a string, a number, true or false");
    return Optional.empty();
  }

  private static Optional<BigDecimal> number(OptionValue value) {
    Optional<BigDecimal> number = value.number();
    Optional<BigDecimal> fitting =
        number.filter(
            one ->
                one.precision() <= FilterValue.MAX_DIGITS
                    && one.scale() >= -MAX_EXPONENT
                    && one.scale() <= MAX_EXPONENT);
    if (number.isPresent() && fitting.isEmpty()) {
      value.invalid(
          "must be a number of at most "
              + FilterValue.MAX_DIGITS
              + " digits, with an exponent of at most "
              + MAX_EXPONENT);
    }
    return fitting;
  }

  private static Optional<Comparison> oneOf(OptionValue value) {
    Optional<List<OptionValue>> elements = value.elements();
    if (elements.filter(List::isEmpty).isPresent()) {
      value.invalid("must have a value");
    }
    value.hasMoreThan(MAX_VALUES, "values");
    return elements
        .map(all -> all.stream().flatMap(element -> scalar(element).stream()).toList())
        .filter(values -> !values.isEmpty() && values.size() == elements.get().size())
        .map(Comparison.OneOf::of);
  }

  private static Optional<Comparison> range(OptionValue value) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    List<Comparison.Bound> bounds = new ArrayList<>();
    int given = 0;
    for (String name : List.of("gt", "gte", "lt", "lte")) {
      Optional<OptionValue> member = value.member(name);
      given += member.isPresent() ? 1 : 0;
      member
          .flatMap(FilterReader::number)
          .map(bound -> new Comparison.Bound(bound, name.charAt(0) == 'g', name.endsWith("e")))
          .ifPresent(bounds::add);
    }
    boolean isKnown = !value.refuseUnknown();
    if (given == 0 && isKnown) {
      value.invalid("must have one of gt, gte, lt and lte");
    }
    int expected = given;
    return Optional.<Comparison>of(new Comparison.Range(List.copyOf(bounds)))
        .filter(range -> isKnown && expected > 0 && bounds.size() == expected);
  }
}
