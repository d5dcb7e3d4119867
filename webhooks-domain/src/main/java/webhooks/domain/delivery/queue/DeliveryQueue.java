package webhooks.domain.delivery.queue;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.PendingDeactivations;

/**
 * The queue of deliveries in the database: claims deliveries and records their outcomes.
 *
 * <p>Each call is a transaction of its own and works on a whole batch. Claims take slots for what
 * they return; on a failure the caller gives back what was taken.
 */
@Stateless
public class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class.getName());
  private static final int CANCELLED_AT_ONCE = 1000;

  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;
  private PendingDeactivations deactivations;
  private Event<Object> events;

  /** Creates the bean; for the container. */
  public DeliveryQueue() {}

  /** Creates the queue. */
  @Inject
  public DeliveryQueue(
      Database database,
      Subscriptions subscriptions,
      Settings settings,
      PendingDeactivations deactivations,
      Event<Object> events) {
    this.events = events;
    this.deactivations = deactivations;
    this.database = database;
    this.subscriptions = subscriptions;
    this.settings = settings;
  }

  /**
   * Claims due deliveries of all webhooks: leases those whose webhook has a free slot, and moves
   * the others into the backlogs of their webhooks.
   *
   * @param limit how many to look at
   * @throws DatabaseFailure if the database does not answer
   */
  public Claim claimDue(Slots slots, int limit) {
    Lease lease = newLease();
    return inTransaction(
        (connection, table) -> {
          ClaimDecisions triage = new ClaimDecisions(slots, false);
          List<QueueTable.Row> rows = table.due(connection, limit);
          List<LeasedDelivery> leased = claim(connection, table, rows, triage, lease);
          return new Claim(leased, ClaimDecisions.counts(triage.parked).keySet(), rows.size());
        });
  }

  /**
   * Claims deliveries of the backlogs of these webhooks, for which slots are taken already.
   *
   * @param taken the slots taken, by webhook; those that are not used are given back
   * @throws DatabaseFailure if the database does not answer
   */
  public Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
    Lease lease = newLease();
    return inTransaction(
        (connection, table) -> {
          ClaimDecisions triage = new ClaimDecisions(slots, true);
          List<QueueTable.Row> rows = table.waiting(connection, taken);
          List<LeasedDelivery> leased = claim(connection, table, rows, triage, lease);
          cancelNext(connection, table, ClaimDecisions.counts(triage.cancelled).keySet());
          Map<UUID, Integer> used = ClaimDecisions.counts(triage.leased);
          taken.forEach(
              (webhook, count) -> slots.giveBack(webhook, count - used.getOrDefault(webhook, 0)));
          Set<UUID> postponed = ClaimDecisions.counts(triage.postponed).keySet();
          Set<UUID> unfinished =
              ClaimDecisions.counts(rows).entrySet().stream()
                  .filter(
                      line ->
                          line.getValue().equals(taken.get(line.getKey()))
                              || postponed.contains(line.getKey()))
                  // The line of a webhook that can't be served does not get shorter.
                  .filter(line -> subscriptions.find(line.getKey()).isPresent())
                  .map(Map.Entry::getKey)
                  .collect(Collectors.toSet());
          return new Claim(leased, unfinished, rows.size());
        });
  }

  /**
   * Returns the webhooks that have a backlog.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public List<UUID> webhooksWithBacklog() {
    return inTransaction((connection, table) -> table.webhooksWithBacklog(connection));
  }

  /**
   * Looks at all that is pending: as long as the backlog, that takes.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public PendingDeliveries backlog() {
    return inTransaction((connection, table) -> table.backlog(connection));
  }

  /**
   * Writes outcomes with their attempts, counts failures that follow each other, and notes which
   * webhooks are to be deactivated for them; those whose lease was lost are left out.
   *
   * @return how many leases were lost
   * @throws DatabaseFailure if the database does not answer; nothing is written then
   */
  public int record(List<Outcome> outcomes) {
    return inTransaction(
        (connection, table) -> {
          List<Outcome> written = table.record(connection, outcomes);
          deactivations.failingSteadily(
              FailureStreaks.count(connection, written, database.isEmbedded()));
          written.stream()
              .filter(Outcome::receiverIsGone)
              .forEach(
                  one ->
                      deactivations.receiverGone(one.delivery().webhookId(), one.webhookVersion()));
          int lost = outcomes.size() - written.size();
          events.fire(new OutcomesRecorded(written, lost));
          return lost;
        });
  }

  /**
   * Releases the leases of deliveries that were not sent: they are due at once, for any node.
   *
   * @throws DatabaseFailure if the database does not answer; they are due when their lease ends
   */
  public void release(List<LeasedDelivery> deliveries) {
    inTransaction(
        (connection, table) -> {
          table.release(connection, deliveries);
          return null;
        });
  }

  private List<LeasedDelivery> claim(
      Connection connection,
      QueueTable table,
      List<QueueTable.Row> rows,
      ClaimDecisions triage,
      Lease lease)
      throws SQLException {
    subscriptions.refresh(connection);
    for (QueueTable.Row row : rows) {
      triage.place(row, subscriptions.find(row.webhookId()));
    }
    Map<UUID, byte[]> bodies = bodies(connection, triage.leased);
    triage.keep(row -> bodies.containsKey(row.eventId()));
    table.lease(connection, ClaimDecisions.ids(triage.leased), lease);
    table.park(connection, ClaimDecisions.ids(triage.parked));
    cancel(connection, table, triage.cancelled);
    return leased(triage.leased, bodies, lease);
  }

  /**
   * Cancels the next deliveries of backlogs of which some were cancelled: many more than there are
   * slots, so that a long backlog is gone soon.
   */
  private void cancelNext(Connection connection, QueueTable table, Set<UUID> lines)
      throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    int max = Math.max(1, CANCELLED_AT_ONCE / lines.size());
    List<QueueTable.Row> next =
        table.waiting(
            connection, lines.stream().collect(Collectors.toMap(line -> line, line -> max)));
    List<QueueTable.Row> ended =
        next.stream()
            .filter(
                row ->
                    subscriptions
                        .find(row.webhookId())
                        .filter(webhook -> !webhook.isDeliverable(row.activation()))
                        .isPresent())
            .toList();
    cancel(connection, table, ended);
  }

  private void cancel(Connection connection, QueueTable table, List<QueueTable.Row> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    events.fire(new DeliveriesCancelled(table.cancel(connection, ClaimDecisions.ids(rows))));
    ClaimDecisions.counts(rows)
        .forEach(
            (webhook, count) ->
                LOG.info(
                    () ->
                        "Cancelled "
                            + count
                            + " deliveries that a deactivation ended: webhook="
                            + webhook));
  }

  /** Begins before the transaction, whose start the database counts from. */
  private Lease newLease() {
    return Lease.starting(settings.delivery().lease());
  }

  private static Map<UUID, byte[]> bodies(Connection connection, List<QueueTable.Row> rows)
      throws SQLException {
    List<UUID> eventIds = rows.stream().map(QueueTable.Row::eventId).distinct().toList();
    return eventIds.isEmpty() ? Map.of() : EventBodies.read(connection, eventIds);
  }

  private static List<LeasedDelivery> leased(
      List<QueueTable.Row> rows, Map<UUID, byte[]> bodies, Lease lease) {
    return rows.stream()
        .map(
            row ->
                new LeasedDelivery(
                    row.id(),
                    row.webhookId(),
                    row.eventId(),
                    row.attempts() + 1,
                    row.attempts() + 1 - row.attemptsBefore(),
                    bodies.get(row.eventId()),
                    lease))
        .toList();
  }

  /** What to do on the transaction's connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection, QueueTable table) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) {
    try (Connection connection = database.connection()) {
      return work.on(connection, QueueTable.of(database.isEmbedded()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
