package webhooks.api.error;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs that requests fail because the database is unavailable, at most once in ten seconds. Each
 * line has the number of failed requests since the line before. Safe for several threads.
 */
final class OutageLog {
  private static final long MIN_INTERVAL = Duration.ofSeconds(10).toNanos();

  private final LongSupplier clock;
  private final Consumer<String> log;
  private boolean hasLine;
  private long lastLine;
  private int unlogged;

  /**
   * Creates the log.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   * @param log takes the lines
   */
  OutageLog(LongSupplier clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  /** Logs or counts a request that failed for this reason. */
  synchronized void add(String reason) {
    long now = clock.getAsLong();
    if (hasLine && now - lastLine < MIN_INTERVAL) {
      unlogged++;
      return;
    }
    String others =
        unlogged == 0 ? "" : " (and " + unlogged + " more requests since the last such line)";
    log.accept("The database is unavailable: " + reason + others);
    hasLine = true;
    lastLine = now;
    unlogged = 0;
  }
}
