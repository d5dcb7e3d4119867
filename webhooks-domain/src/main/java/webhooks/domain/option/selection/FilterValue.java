package webhooks.domain.option.selection;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import webhooks.domain.json.JsonSlice;

/** A JSON value of an event, which is decoded when a filter first asks for it. For one thread. */
final class FilterValue {
  /** The maximum number of digits of a number that is compared. */
  static final int MAX_DIGITS = 100;

  private JsonSlice slice;
  private Object decoded;

  FilterValue(JsonSlice slice) {
    this.slice = slice;
  }

  FilterValue(String text) {
    this.decoded = text;
  }

  /**
   * Returns a string, a boolean or a {@link BigDecimal}; null for all other values, and for numbers
   * that are not compared.
   */
  Object decoded() {
    if (slice != null) {
      decoded = decode(slice);
      slice = null;
    }
    return decoded;
  }

  private static Object decode(JsonSlice slice) {
    if (slice.isString()) {
      return slice.text();
    }
    return switch (slice.json()[slice.from()]) {
      case 't' -> true;
      case 'f' -> false;
      case 'n', '{', '[' -> null;
      default -> number(slice);
    };
  }

  /** An exponent is never expanded: comparisons look at the position of the first digit first. */
  private static BigDecimal number(JsonSlice slice) {
    int digits = 0;
    for (int i = slice.from(); i < slice.to() && (slice.json()[i] | 0x20) != 'e'; i++) {
      digits += Character.isDigit(slice.json()[i]) ? 1 : 0;
    }
    if (digits > MAX_DIGITS) {
      return null;
    }
    try {
      return new BigDecimal(
          new String(slice.json(), slice.from(), slice.length(), StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      // The exponent is out of range.
      return null;
    }
  }
}
