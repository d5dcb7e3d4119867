package webhooks.api.accesslog;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.log.LineLimit;

/**
 * Bounds the lines about one kind of calls in each second: in all, for each account, and for each
 * caller. So neither a few callers nor those of one account can hide the calls of another caller.
 * Safe for use by several threads.
 */
final class CallerLines {
  private static final int MAX_LINES = 20;
  private static final int MAX_LINES_OF_CALLER = 5;
  private static final int MAX_NAMED_CALLERS = 10;

  private final Clock clock;
  private final String calls;
  private Second current = new Second(Instant.EPOCH);

  /**
   * Creates a bound of which nothing is used.
   *
   * @param calls what the calls are, for the line about those that were left out
   */
  CallerLines(Clock clock, String calls) {
    this.clock = clock;
    this.calls = calls;
  }

  /** The lines of one second. What it remembers is bounded, and ends with the second. */
  private static final class Second {
    private final Instant start;
    private final CallerLimit lines =
        new CallerLimit(MAX_LINES, MAX_LINES_OF_CALLER, "Too many lines.");
    private final Map<LimitKey, Actor> leftOut = new LinkedHashMap<>();
    private long leftOutCalls;

    Second(Instant start) {
      this.start = start;
    }

    boolean admit(Caller caller) {
      if (lines.tryUse(caller.limitKey(), 1)) {
        return true;
      }
      leftOutCalls++;
      if (leftOut.size() < MAX_NAMED_CALLERS) {
        leftOut.putIfAbsent(caller.limitKey(), caller.actor());
      }
      return false;
    }

    LeftOut leftOut(String calls) {
      return new LeftOut(
          calls, new LineLimit.LeftOut(leftOutCalls, start), List.copyOf(leftOut.values()));
    }
  }

  /**
   * The calls of an earlier second that were left out before one that has a line.
   *
   * @param calls what the calls are
   * @param count their number, often zero, and their time
   * @param callers the first callers that made them
   */
  record LeftOut(String calls, LineLimit.LeftOut count, List<Actor> callers) {
    private static final LeftOut NOTHING =
        new LeftOut("", new LineLimit.LeftOut(0, Instant.EPOCH), List.of());

    /** Returns a line about them; empty if no call was left out. */
    Optional<String> line() {
      return count.line(calls).map(line -> line + "; among their callers: " + names());
    }

    private String names() {
      return callers.stream().map(RefusedCall::fields).collect(Collectors.joining("; "));
    }
  }

  /** Returns the calls left out before this one, or empty if this one is left out too. */
  synchronized Optional<LeftOut> admit(Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Second last = current;
    if (!now.equals(last.start)) {
      // The first call of a second is always admitted, so the counts of the last one are not lost.
      current = new Second(now);
    }
    if (!current.admit(caller)) {
      return Optional.empty();
    }
    return Optional.of(current == last ? LeftOut.NOTHING : last.leftOut(calls));
  }
}
