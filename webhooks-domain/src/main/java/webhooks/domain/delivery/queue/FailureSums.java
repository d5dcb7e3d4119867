package webhooks.domain.delivery.queue;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.webhook.PendingDeactivations;

/**
 * Sums up the failures and successes that this node records, until a worker writes them to the
 * failure streaks and to the counts of exhausted deliveries.
 *
 * <p>All nodes may send to a webhook that fails, and its streak is one row, as is its count. If
 * each record wrote these rows, the records of all nodes would wait for each other. A crash loses
 * the sums that are not written yet, mostly of the last second. The next attempts make up for it in
 * the streaks; the deliveries that are missing from a count are in the delivery history. Safe for
 * several threads.
 */
@ApplicationScoped
public class FailureSums {
  private static final Logger LOG = Logger.getLogger(FailureSums.class.getName());

  @EJB private FailureStreaks streaks;
  @Inject private PendingDeactivations deactivations;

  private Map<UUID, FailureSum> sums = new HashMap<>();

  /** Creates the bean, for the container. */
  public FailureSums() {}

  /** Creates the sums without a container, for tests. */
  FailureSums(FailureStreaks streaks, PendingDeactivations deactivations) {
    this.streaks = streaks;
    this.deactivations = deactivations;
  }

  /** Adds outcomes whose transaction has been committed, in the order of arrival. */
  void recorded(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutcomesRecorded recorded) {
    Map<UUID, FailureSum> added = new HashMap<>();
    for (Outcome outcome : recorded.outcomes()) {
      if (!outcome.isExcused()) {
        added.merge(outcome.delivery().webhookId(), FailureSum.of(outcome), FailureSum::followedBy);
      }
    }
    synchronized (this) {
      added.forEach((webhook, sum) -> sums.merge(webhook, sum, FailureSum::followedBy));
    }
  }

  private synchronized Map<UUID, FailureSum> take() {
    Map<UUID, FailureSum> taken = sums;
    sums = new HashMap<>();
    return taken;
  }

  private synchronized void giveBack(Map<UUID, FailureSum> taken) {
    sums.forEach((webhook, later) -> taken.merge(webhook, later, FailureSum::followedBy));
    sums = taken;
  }

  /**
   * Writes the sums in a transaction of their own, and then requests the deactivation of webhooks
   * that fail steadily.
   *
   * @throws DatabaseFailure if the transaction failed. After a failure that may be temporary, the
   *     sums are kept for the next call. If only the answer to the commit was lost, they count
   *     twice
   */
  public void write() {
    Map<UUID, FailureSum> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      // After the commit, because a deactivation reads the streak again.
      deactivations.failingSteadily(streaks.add(taken));
    } catch (RuntimeException e) {
      if (DatabaseFailure.isTemporary(e)) {
        giveBack(taken);
      }
      throw e;
    }
  }

  /**
   * Writes the sums of a node that stops. If that fails, the next attempts make up for the streaks,
   * and the counts of exhausted deliveries are lost.
   */
  public void writeLast() {
    try {
      write();
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "The last failures and exhausted deliveries were not counted", e);
    }
  }
}
