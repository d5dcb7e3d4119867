package webhooks.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import webhooks.settings.note.RestartNote;

/** Holds the health of this node, as the users of database and broker report it. Thread-safe. */
@ApplicationScoped
public class NodeHealth {
  private volatile Supplier<Optional<Instant>> database;
  private volatile Supplier<Optional<Instant>> broker;
  private volatile Supplier<Optional<Instant>> restart = Optional::empty;
  private volatile boolean started;

  /** Creates the bean, for the container. */
  public NodeHealth() {}

  /**
   * Records that the node has started.
   *
   * @param database returns, without blocking, since when the database has not answered; empty if
   *     it answers
   * @param broker returns the same for the broker
   */
  public void start(Supplier<Optional<Instant>> database, Supplier<Optional<Instant>> broker) {
    this.database = database;
    this.broker = broker;
    started = true;
  }

  /**
   * Sets a source of faults that only a restart of the process mends. The embedded broker reports
   * its faults by a {@link RestartNote} instead.
   *
   * @param since returns, without blocking, since when there is such a fault; empty without one
   */
  public void setNeedsRestartSince(Supplier<Optional<Instant>> since) {
    restart = since;
  }

  /** Returns whether the node has started. */
  public boolean isStarted() {
    return started;
  }

  /** Returns since when the database has not answered; empty if it does. Needs a started node. */
  Optional<Instant> databaseUnavailableSince() {
    return database.get();
  }

  /** Returns since when the process has needed a restart; empty if it needs none. */
  Optional<Instant> needsRestartSince() {
    return restart.get().or(RestartNote::needsRestartSince);
  }

  /** Returns since when the broker has not answered; empty if it does. Needs a started node. */
  Optional<Instant> brokerUnavailableSince() {
    return broker.get();
  }
}
