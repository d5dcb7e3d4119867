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
 * Limits the log lines about one kind of calls in each second: in all, for each account, and for
 * each caller. So neither a few callers nor the callers of one account can hide the calls of
 * another caller. Safe for use by several threads.
 */
final class CallerLineLimit {
  private static final int MAX_LINES = 20;
  private static final int MAX_LINES_OF_CALLER = 5;
  private static final int MAX_NAMED_CALLERS = 10;

  private final Clock clock;
  private final String calls;
  private Second current = new Second(Instant.EPOCH);

  /**
   * Creates a limit of which nothing is used.
   *
   * @param calls names the kind of calls in the line about calls that were left out
   */
  CallerLineLimit(Clock clock, String calls) {
    this.clock = clock;
    this.calls = calls;
  }

  /** Counts the lines of one second. It remembers a limited number of callers. */
  private static final class Second {
    private final Instant start;
    private final CallerLimit lines =
        new CallerLimit(MAX_LINES, MAX_LINES_OF_CALLER, "Too many lines.");
    private final Map<LimitKey, Actor> leftOutCallers = new LinkedHashMap<>();
    private long leftOutCalls;

    Second(Instant start) {
      this.start = start;
    }

    boolean admit(Caller caller) {
      if (lines.tryUse(caller.limitKey(), 1)) {
        return true;
      }
      leftOutCalls++;
      if (leftOutCallers.size() < MAX_NAMED_CALLERS) {
        leftOutCallers.putIfAbsent(caller.limitKey(), caller.actor());
      }
      return false;
    }

    LeftOutCalls leftOut(String calls) {
      return new LeftOutCalls(
          calls, new LineLimit.LeftOut(leftOutCalls, start), List.copyOf(leftOutCallers.values()));
    }
  }

  /**
   * The calls without a line in the last second that had calls.
   *
   * @param calls names the kind of calls
   * @param count their number, often zero, and their time
   * @param callers the first callers that made them, at most {@value #MAX_NAMED_CALLERS}
   */
  record LeftOutCalls(String calls, LineLimit.LeftOut count, List<Actor> callers) {
    private static final LeftOutCalls NONE =
        new LeftOutCalls("", new LineLimit.LeftOut(0, Instant.EPOCH), List.of());

    /** Returns a line about them; empty if no call was left out. */
    Optional<String> line() {
      return count.line(calls).map(line -> line + "; among their callers: " + names());
    }

    private String names() {
      return callers.stream().map(RefusedCall::fields).collect(Collectors.joining("; "));
    }
  }

  /**
   * Returns the calls left out in an earlier second and not yet logged, or empty if this call is
   * left out too.
   */
  synchronized Optional<LeftOutCalls> admit(Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Second last = current;
    if (!now.equals(last.start)) {
      // The first call of a second is always admitted, so the counts of the last second are logged.
      current = new Second(now);
    }
    if (!current.admit(caller)) {
      return Optional.empty();
    }
    return Optional.of(current == last ? LeftOutCalls.NONE : last.leftOut(calls));
  }
}
