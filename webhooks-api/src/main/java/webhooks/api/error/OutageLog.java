package webhooks.api.error;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs that requests fail because the database is unavailable: the first one at once, the others of
 * the next ten seconds as a number in one line. Safe for several threads.
 */
final class OutageLog {
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final LongSupplier clock;
  private final Consumer<String> log;
  private boolean used;
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

  /** Adds a request that failed for this reason. */
  synchronized void add(String reason) {
    long now = clock.getAsLong();
    if (used && now - lastLine < PAUSE) {
      unlogged++;
      return;
    }
    String others =
        unlogged == 0 ? "" : " (and " + unlogged + " more requests since the last such line)";
    log.accept("The database is unavailable: " + reason + others);
    used = true;
    lastLine = now;
    unlogged = 0;
  }
}
