package webhooks.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** How this node is, as those know who do its work. Safe for several threads. */
@ApplicationScoped
public class NodeHealth {
  private volatile Supplier<Optional<Instant>> database;
  private volatile Supplier<Optional<Instant>> broker;
  private volatile boolean begun;

  /** Creates the bean; for the container. */
  public NodeHealth() {}

  /**
   * Tells that the node's work has begun, and who knows how it goes on.
   *
   * @param database tells since when the database has not answered, without waiting for it; empty
   *     if it does
   * @param broker tells the same of the broker
   */
  public void begins(Supplier<Optional<Instant>> database, Supplier<Optional<Instant>> broker) {
    this.database = database;
    this.broker = broker;
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Since when the database has not answered; for nodes that have begun. */
  Optional<Instant> databaseAwaySince() {
    return database.get();
  }

  /** Since when the broker has not answered; for nodes that have begun. */
  Optional<Instant> brokerAwaySince() {
    return broker.get();
  }
}
