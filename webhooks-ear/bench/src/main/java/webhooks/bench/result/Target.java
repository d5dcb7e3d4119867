package webhooks.bench.result;

import java.util.Locale;

/**
 * A bound that a measured figure has to keep.
 *
 * @param what names the figure
 * @param limit the lowest or highest value that is good enough
 * @param lower whether the limit is the lowest good value
 */
public record Target(String what, double measured, double limit, boolean lower) {
  /** Demands that the figure is at least the limit. */
  public static Target atLeast(String what, double measured, double limit) {
    return new Target(what, measured, limit, true);
  }

  /** Demands that the figure is at most the limit. */
  public static Target atMost(String what, double measured, double limit) {
    return new Target(what, measured, limit, false);
  }

  /** Returns whether the figure keeps the bound. A figure that is no number does not. */
  public boolean isMet() {
    return lower ? measured >= limit : measured <= limit;
  }

  @Override
  public String toString() {
    return what + (lower ? " >= " : " <= ") + number(limit);
  }

  /** Formats a number with at most three decimals and without trailing zeros. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
