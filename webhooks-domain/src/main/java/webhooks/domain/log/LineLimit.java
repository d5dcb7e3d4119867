package webhooks.domain.log;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Bounds the lines of one kind in the log, because callers and publishers can cause any number.
 *
 * <p>At most {@value #MAX_LINES} are written in a second. The rest are counted, and the next line
 * of a later second gets the count. Safe for use by several threads.
 */
public final class LineLimit {
  private static final int MAX_LINES = 20;

  private final Clock clock;
  private Instant second = Instant.EPOCH;
  private long lines;

  /** Creates a limit. */
  public LineLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * The lines left out before a line that may be written.
   *
   * @param count the number of lines, often zero
   * @param second the second in which all of them came
   */
  public record LeftOut(long count, Instant second) {
    /** Returns a line with their number and their time; empty if no line was left out. */
    public Optional<String> line(String kind) {
      return count == 0
          ? Optional.empty()
          : Optional.of("%d more %s at %s have no line".formatted(count, kind, second));
    }
  }

  /** Returns the lines left out before this one, or empty if this one is left out too. */
  public synchronized Optional<LeftOut> admit() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    LeftOut before = new LeftOut(0, second);
    if (!now.equals(second)) {
      before = new LeftOut(Math.max(0, lines - MAX_LINES), second);
      second = now;
      lines = 0;
    }
    lines++;
    return lines > MAX_LINES ? Optional.empty() : Optional.of(before);
  }
}
