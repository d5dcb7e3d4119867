package webhooks.domain.log;

import java.time.Clock;
import java.util.OptionalLong;

/**
 * Bounds the lines of one kind in the log, because callers and publishers can cause any number.
 *
 * <p>At most {@value #MAX_LINES} are written in a second, and those left out are counted. Safe for
 * use by several threads.
 */
public final class LineLimit {
  private static final int MAX_LINES = 20;

  private final Clock clock;
  private long second;
  private int lines;
  private long leftOut;

  /** Creates a limit. */
  public LineLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the number of lines left out since the last one that was written, or empty if this one
   * is left out too.
   */
  public synchronized OptionalLong admit() {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      lines = 0;
    }
    if (lines == MAX_LINES) {
      leftOut++;
      return OptionalLong.empty();
    }
    lines++;
    long before = leftOut;
    leftOut = 0;
    return OptionalLong.of(before);
  }
}
