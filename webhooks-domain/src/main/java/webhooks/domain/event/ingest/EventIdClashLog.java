package webhooks.domain.event.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Warns of events that were dropped because another account's event has the same id, by at most one
 * line in ten seconds. A line names one event and the number of the events since the line before,
 * so the events after the last line are not counted. Safe for several threads.
 */
@ApplicationScoped
public class EventIdClashLog {
  private static final Logger LOG = Logger.getLogger(EventIdClashLog.class.getName());
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final LongSupplier clock;
  private boolean used;
  private long lastLine;
  private int unlogged;

  /** Creates the log. */
  public EventIdClashLog() {
    this(System::nanoTime);
  }

  /**
   * Creates the log with another clock, for tests.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  EventIdClashLog(LongSupplier clock) {
    this.clock = clock;
  }

  /** Logs the dropped events of a stored batch. */
  void clashed(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventIdsClashed clashed) {
    clashed.ids().forEach(this::add);
  }

  private synchronized void add(UUID id) {
    long now = clock.getAsLong();
    if (used && now - lastLine < PAUSE) {
      unlogged++;
      return;
    }
    String others =
        unlogged == 0 ? "" : " (and " + unlogged + " more events since the last such line)";
    LOG.log(
        Level.WARNING,
        "Event {0} is dropped: another account''s event has the same id. Ids are global, so"
            + " producers must use random UUIDs{1}",
        new Object[] {id, others});
    used = true;
    lastLine = now;
    unlogged = 0;
  }
}
