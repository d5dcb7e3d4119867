package webhooks.domain.delivery.filtered;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;

/**
 * Sums up the events that filters drop on this node, until a worker writes them.
 *
 * <p>One event may be dropped by thousands of webhooks, so intake writes no count. A crash loses
 * the counts that are not written yet, mostly of the last second. Safe for several threads.
 */
@ApplicationScoped
public class FilteredSums {
  /** The maximum number of webhooks in one write. The others follow in their order. */
  static final int MAX_WRITTEN = 2000;

  private static final Logger LOG = Logger.getLogger(FilteredSums.class.getName());

  @EJB private FilteredEvents table;

  /** The sums, the longest waiting first. Guarded by this. */
  private final Map<UUID, Integer> sums = new LinkedHashMap<>();

  /** Creates the bean, for the container. */
  public FilteredSums() {}

  /** Creates the sums without a container, for tests. */
  FilteredSums(FilteredEvents table) {
    this.table = table;
  }

  /** Adds events whose transaction has been committed. */
  void filtered(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventsFiltered filtered) {
    add(filtered.counts());
  }

  private synchronized void add(Map<UUID, Integer> counts) {
    counts.forEach((webhook, count) -> sums.merge(webhook, count, Integer::sum));
  }

  private synchronized SortedMap<UUID, Integer> take() {
    SortedMap<UUID, Integer> taken = new TreeMap<>();
    Iterator<Map.Entry<UUID, Integer>> all = sums.entrySet().iterator();
    while (all.hasNext() && taken.size() < MAX_WRITTEN) {
      Map.Entry<UUID, Integer> next = all.next();
      taken.put(next.getKey(), next.getValue());
      all.remove();
    }
    return taken;
  }

  /**
   * Writes the sums that wait longest, in a transaction of their own.
   *
   * @throws DatabaseFailure if the transaction failed. After a failure that may be temporary, the
   *     sums are kept for a later call. If only the answer to the commit was lost, they count twice
   */
  public void write() {
    SortedMap<UUID, Integer> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      table.add(taken);
    } catch (RuntimeException e) {
      if (DatabaseFailure.isTemporary(e)) {
        add(new HashMap<>(taken));
      }
      throw e;
    }
  }

  /** Writes all sums of a node that stops. If that fails, they are lost. */
  public void writeLast() {
    try {
      while (hasSums()) {
        write();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "The last filtered events were not counted", e);
    }
  }

  private synchronized boolean hasSums() {
    return !sums.isEmpty();
  }
}
