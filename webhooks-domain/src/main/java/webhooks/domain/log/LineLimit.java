package webhooks.domain.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds the lines of one kind in the log, because callers and publishers can cause any number.
 *
 * <p>At most {@value #MAX_LINES} are written in a second. The rest are counted, and the next line
 * of a later second gets the count. A line about a subject, such as a webhook, is written once a
 * minute, because a fault that lasts is found again and again. Safe for use by several threads.
 */
public final class LineLimit {
  private static final int MAX_LINES = 20;
  private static final Duration PER_SUBJECT = Duration.ofMinutes(1);

  /** The subjects of the last minute. Lines about others are left out beyond it. */
  static final int MAX_SUBJECTS = 1_000;

  private final Clock clock;
  private Instant second = Instant.EPOCH;
  private long lines;

  /** When each subject had its last line, the earliest one first. */
  private final Map<Object, Instant> subjects = new LinkedHashMap<>();

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

  /**
   * Returns the lines left out before one about a subject; empty if this line is left out too, or
   * the subject has had one within a minute, which counts as no line.
   */
  public synchronized Optional<LeftOut> admit(Object subject) {
    Instant now = clock.instant();
    subjects.values().removeIf(last -> !isRecent(last, now));
    if (subjects.containsKey(subject) || subjects.size() >= MAX_SUBJECTS) {
      return Optional.empty();
    }
    Optional<LeftOut> admitted = admit();
    admitted.ifPresent(leftOut -> subjects.put(subject, now));
    return admitted;
  }

  /** A clock that was put back does not keep lines away for longer. */
  private static boolean isRecent(Instant last, Instant now) {
    return !now.isBefore(last) && now.isBefore(last.plus(PER_SUBJECT));
  }
}
