package webhooks.settings.note;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Reports to the health checks that the embedded broker has had a fault for a long time. Only a
 * restart of the process mends it.
 *
 * <p>The note is a system property, because the broker has another class loader than the
 * application. Counts observations instead of time, because a pause of the whole process is no
 * fault of the broker. Safe for several threads.
 */
public final class RestartNote {
  private static final Logger LOG = Logger.getLogger(RestartNote.class.getName());

  /** The faults that only a restart mends. */
  public enum BrokerFault {
    /** A thread of the listener does not answer its producers. */
    LISTENER(
        "webhooks.restart-note.listener",
        60,
        "A thread of the broker's listener for producers has not answered for a minute"),
    /** The broker can't be started again before it has stopped. */
    BROKER(
        "webhooks.restart-note.broker",
        60,
        "The embedded broker could not write and has not stopped for a minute, though its disk has"
            + " space"),
    /** The broker has stopped, and its starts fail. It is observed about every two seconds. */
    START(
        "webhooks.restart-note.start",
        150,
        "The embedded broker could not write and has not started again for five minutes, though its"
            + " disk has space");

    private final String property;
    private final int minObservations;
    private final String problem;

    BrokerFault(String property, int minObservations, String problem) {
      this.property = property;
      this.minObservations = minObservations;
      this.problem = problem;
    }

    /** Returns how many observations in a row must find the fault. */
    public int minObservations() {
      return minObservations;
    }
  }

  private final BrokerFault fault;
  private final Clock clock;
  private int observations;

  /** Creates a note that says nothing yet. */
  public RestartNote(BrokerFault fault, Clock clock) {
    this.fault = fault;
    this.clock = clock;
  }

  /** Returns since when the process has needed a restart. Empty if it needs none. */
  public static Optional<Instant> needsRestartSince() {
    return Stream.of(BrokerFault.values())
        .map(each -> System.getProperty(each.property))
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .min(Comparator.naturalOrder());
  }

  /** Notes whether the fault exists. The broker calls this once a second, or after each start. */
  public synchronized void observe(boolean faulty) {
    if (!faulty) {
      withdraw();
    } else if (observations < fault.minObservations && ++observations == fault.minObservations) {
      System.setProperty(fault.property, clock.instant().toString());
      LOG.log(
          Level.SEVERE,
          "{0}: restart this process, after jcmd <pid> Thread.print for a report. /health/live is"
              + " down until then",
          fault.problem);
    }
  }

  /** Removes the note, because there is no such fault. */
  public synchronized void withdraw() {
    if (observations == fault.minObservations) {
      System.clearProperty(fault.property);
      LOG.log(Level.INFO, "No restart is needed any more, the fault has ended: {0}", fault.problem);
    }
    observations = 0;
  }
}
