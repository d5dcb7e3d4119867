package webhooks.domain.delivery.queue;

import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.subscription.Subscriptions;

/** Cancels the deliveries of ended activations that a claim finds, in its transaction. */
record EndedActivations(
    Connection connection, QueueTable table, Subscriptions subscriptions, Event<Object> events) {
  private static final Logger LOG = Logger.getLogger(EndedActivations.class.getName());
  private static final int MAX_CANCELLED = 1000;

  /**
   * Cancels more deliveries of the webhooks for which this claim has cancelled some. They need no
   * slots, so a long backlog is cancelled in few claims.
   */
  void cancelNext(Set<UUID> webhookIds) throws SQLException {
    if (webhookIds.isEmpty()) {
      return;
    }
    int max = Math.max(1, MAX_CANCELLED / webhookIds.size());
    List<PendingRow> next =
        table.backlog(
            connection, webhookIds.stream().collect(Collectors.toMap(id -> id, id -> max)));
    List<PendingRow> ended =
        next.stream()
            .filter(row -> row.isOfEndedActivation(subscriptions.find(row.webhookId())))
            .toList();
    cancel(ended);
  }

  /**
   * Cancels these deliveries. Deletes the undecided ones: a recovery would send them although a
   * filter may refuse them.
   */
  void cancel(List<PendingRow> rows) throws SQLException {
    UndecidedDeliveries.deleteEnded(
        connection, rows.stream().filter(PendingRow::isUndecided).toList());
    List<PendingRow> decided = rows.stream().filter(row -> !row.isUndecided()).toList();
    if (decided.isEmpty()) {
      return;
    }
    events.fire(new DeliveriesCancelled(table.cancel(connection, ClaimDecisions.ids(decided))));
    ClaimDecisions.counts(decided)
        .forEach(
            (webhook, count) ->
                LOG.info(
                    () ->
                        "Cancelled "
                            + count
                            + " deliveries of a deactivated webhook: webhook="
                            + webhook));
  }
}
