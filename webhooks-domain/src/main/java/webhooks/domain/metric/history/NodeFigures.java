package webhooks.domain.metric.history;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.metric.Metrics;
import webhooks.domain.metric.NodeCounts;

/**
 * Writes what this node counts, so that operators see it over time, on any node.
 *
 * <p>A crash loses the counts since the last write. Safe for several threads: the last write of a
 * node can come while an earlier one still waits for the database.
 */
@ApplicationScoped
public class NodeFigures {
  private static final Logger LOG = Logger.getLogger(NodeFigures.class.getName());

  @EJB private NodeFigureTable table;

  private Supplier<NodeCounts> counts;

  /** The counts that are in the table. Guarded by this. */
  private NodeCounts written = NodeCounts.NONE;

  /** Creates the bean's proxy, for the container. */
  protected NodeFigures() {}

  /** Creates the bean. */
  @Inject
  public NodeFigures(Metrics metrics) {
    counts = metrics::counts;
  }

  /** Creates the figures without a container, for tests. */
  NodeFigures(NodeFigureTable table, Supplier<NodeCounts> counts) {
    this.table = table;
    this.counts = counts;
  }

  /**
   * Writes what has been counted since the last write, in a transaction of its own.
   *
   * @param node the id under which the node announces itself
   * @throws DatabaseFailure if the transaction failed. The next write takes these counts too. If
   *     only the answer to the commit was lost, they count twice
   */
  public synchronized void write(UUID node) {
    NodeCounts now = counts.get();
    table.add(node, now.since(written));
    written = now;
  }

  /** Writes the last counts of a node that stops. If that fails, they are lost. */
  public void writeLast(UUID node) {
    try {
      write(node);
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "The last figures of the node were not written", e);
    }
  }
}
