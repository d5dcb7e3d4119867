package webhooks.it.harness.selection;

import java.time.Duration;

/** How much a suite does: its short form in every build, its long form in profile {@code soak}. */
public final class Extent {
  private static final boolean LONG = RunSettings.of("profile").filter("soak"::equals).isPresent();

  private Extent() {}

  /** Returns the count of the form that runs. */
  public static int of(int inShort, int inLong) {
    return LONG ? inLong : inShort;
  }

  /** Returns the duration of the form that runs. */
  public static Duration of(Duration inShort, Duration inLong) {
    return LONG ? inLong : inShort;
  }
}
