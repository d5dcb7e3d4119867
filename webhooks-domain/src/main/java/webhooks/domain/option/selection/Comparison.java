package webhooks.domain.option.selection;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a filter compares the values that one key leads to. */
sealed interface Comparison {
  /** Returns whether one of the values fits. Without values none does. */
  default boolean holds(List<FilterValue> values) {
    for (FilterValue value : values) {
      if (fits(value.decoded())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a value fits.
   *
   * @param value a string, a boolean, a {@link BigDecimal}, or null for another value
   */
  boolean fits(Object value);

  /**
   * The value equals one of these. Numbers are equal as decimals: 1 equals 1.0.
   *
   * @param others the strings and booleans
   */
  record OneOf(Set<Object> others, TreeSet<BigDecimal> numbers) implements Comparison {
    static OneOf of(Collection<?> values) {
      Set<Object> others = new HashSet<>(values);
      others.removeIf(BigDecimal.class::isInstance);
      return new OneOf(
          others,
          values.stream()
              .filter(BigDecimal.class::isInstance)
              .map(BigDecimal.class::cast)
              .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public boolean fits(Object value) {
      return value instanceof BigDecimal number
          ? numbers.contains(number)
          : value != null && others.contains(value);
    }
  }

  /** The value is a string that begins with this one. */
  record Prefix(String text) implements Comparison {
    @Override
    public boolean fits(Object value) {
      return value instanceof String given && given.startsWith(text);
    }
  }

  /** The value is a string that ends with this one. */
  record Suffix(String text) implements Comparison {
    @Override
    public boolean fits(Object value) {
      return value instanceof String given && given.endsWith(text);
    }
  }

  /** The value is a number within all these bounds. */
  record Range(List<Bound> bounds) implements Comparison {
    @Override
    public boolean fits(Object value) {
      return value instanceof BigDecimal number
          && bounds.stream().allMatch(bound -> bound.allows(number));
    }
  }

  /**
   * One bound of a range.
   *
   * @param above whether the number must be greater than the bound, or less
   * @param orEqual whether it may also be equal
   */
  record Bound(BigDecimal bound, boolean above, boolean orEqual) {
    boolean allows(BigDecimal number) {
      int order = number.compareTo(bound);
      return order == 0 ? orEqual : order > 0 == above;
    }
  }

  /** There is a value, also null, or there is none. */
  record Exists(boolean expected) implements Comparison {
    @Override
    public boolean holds(List<FilterValue> values) {
      return values.isEmpty() != expected;
    }

    @Override
    public boolean fits(Object value) {
      return expected;
    }
  }
}
