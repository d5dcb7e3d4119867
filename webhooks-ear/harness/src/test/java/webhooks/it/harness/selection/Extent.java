package webhooks.it.harness.selection;

import java.time.Duration;

/** Chooses between the short form of a suite and the long form of profile {@code soak}. */
public final class Extent {
  private static final boolean LONG = RunSettings.of("profile").filter("soak"::equals).isPresent();

  private Extent() {}

  /** Returns whether this run has the long form. */
  public static boolean isLong() {
    return LONG;
  }

  /** Returns the count for this run. */
  public static int of(int inShort, int inLong) {
    return LONG ? inLong : inShort;
  }

  /** Returns the duration for this run. */
  public static Duration of(Duration inShort, Duration inLong) {
    return LONG ? inLong : inShort;
  }
}
