package webhooks.domain.delivery.queue;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.EventBody;
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
 * <p>Each call is a transaction of its own and works on a whole batch. Each delivery that a claim
 * returns has a slot. If a claim fails, the caller gives the taken slots back.
 */
@Stateless
public class DeliveryQueue {
  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;
  private PendingDeactivations deactivations;
  private Event<Object> events;

  /** Creates the bean, for the container. */
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
   * Claims due deliveries of all webhooks: leases a delivery if its webhook has a free slot and is
   * not paused, and moves it to its webhook's backlog if not. Cancels a delivery whose activation
   * has ended. If this node has no free slot left, a delivery stays due.
   *
   * @param limit the maximum number of rows to read
   * @param since how long ago the claimed deliveries became due at most
   * @throws DatabaseFailure if the database does not answer
   */
  public Claim claimDue(Slots slots, int limit, Duration since) {
    Lease lease = newLease();
    return inTransaction(
        (connection, table) -> {
          ClaimDecisions decisions = new ClaimDecisions(slots, false);
          List<PendingRow> rows = table.due(connection, limit, since);
          List<LeasedDelivery> leased = claim(connection, table, rows, decisions, lease);
          Set<UUID> withBacklog = new HashSet<>(subscriptions.takeResumed());
          withBacklog.addAll(ClaimDecisions.counts(decisions.toBacklog).keySet());
          return new Claim(leased, withBacklog, rows.size(), rows.size() - decisions.changed());
        });
  }

  /**
   * Claims deliveries from the backlogs of these webhooks. The caller has already taken the slots.
   *
   * @param taken the number of slots by webhook; unused slots are given back
   * @throws DatabaseFailure if the database does not answer
   */
  public Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
    Lease lease = newLease();
    return inTransaction(
        (connection, table) -> {
          ClaimDecisions decisions = new ClaimDecisions(slots, true);
          ThrottledBacklogs throttled =
              ThrottledBacklogs.lock(connection, database.dialect(), subscriptions, taken.keySet());
          Map<UUID, Integer> limits = throttled.limit(taken);
          List<PendingRow> rows = table.backlog(connection, limits);
          List<LeasedDelivery> leased =
              claim(connection, table, rows, decisions.throttledBy(throttled::has), lease);
          throttled.advance(connection, decisions.leased);
          new EndedActivations(connection, table, subscriptions, events)
              .cancelNext(ClaimDecisions.counts(decisions.cancelled).keySet());
          Map<UUID, Integer> used = ClaimDecisions.counts(decisions.leased);
          taken.forEach(
              (webhook, count) -> slots.giveBack(webhook, count - used.getOrDefault(webhook, 0)));
          Set<UUID> unclaimed = ClaimDecisions.counts(decisions.unclaimed).keySet();
          Set<UUID> unsendable = ClaimDecisions.counts(decisions.leftInBacklog).keySet();
          Set<UUID> sendable = new HashSet<>(ClaimDecisions.counts(rows).keySet());
          sendable.removeAll(unsendable);
          Set<UUID> unfinished =
              ClaimDecisions.counts(rows).entrySet().stream()
                  .filter(
                      backlog ->
                          backlog.getValue().equals(limits.get(backlog.getKey()))
                              || unclaimed.contains(backlog.getKey()))
                  .map(Map.Entry::getKey)
                  // Of others, a claim would find the same rows, and could send none of them.
                  .filter(sendable::contains)
                  .filter(id -> !throttled.has(id))
                  .collect(Collectors.toSet());
          return new Claim(
              leased,
              unfinished,
              throttled.waits(sendable, used),
              rows.size(),
              rows.size() - decisions.changed());
        });
  }

  /**
   * Brings this node's copy of the webhooks up to date.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public void refreshWebhooks() {
    inTransaction(
        (connection, table) -> {
          subscriptions.refresh(connection);
          return null;
        });
  }

  /**
   * Returns the webhooks that have a backlog and are not paused.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public List<UUID> webhooksWithBacklog() {
    return inTransaction(
        (connection, table) -> {
          subscriptions.refresh(connection);
          return table.webhooksWithBacklog(connection).stream()
              .filter(id -> !subscriptions.isPaused(id))
              .toList();
        });
  }

  /**
   * Returns the webhooks whose pause ended within this time before now, whether they have a backlog
   * or not.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public List<UUID> webhooksAfterPause(Duration within) {
    return inTransaction((connection, table) -> WebhookPauses.ended(connection, within));
  }

  /**
   * Returns webhooks whose latest attempt brought no answer, the latest failure first.
   *
   * @param limit the maximum number of webhooks
   * @throws DatabaseFailure if the database does not answer
   */
  public List<UUID> silentWebhooks(int limit) {
    return inTransaction((connection, table) -> FailureStreaks.silent(connection, limit));
  }

  /**
   * Counts the pending deliveries up to a bound, beyond which PostgreSQL estimates their number.
   *
   * @throws DatabaseFailure if the database does not answer, or the count takes PostgreSQL longer
   *     than two seconds
   */
  public PendingDeliveries pendingDeliveries() {
    return inTransaction((connection, table) -> PendingCount.read(connection, database.dialect()));
  }

  /**
   * Records outcomes and their attempts. Pauses webhooks whose receiver asks for that. Requests the
   * deactivation of webhooks whose receiver is gone. An outcome is not recorded if its delivery no
   * longer has its lease, mostly because a claim took the delivery after the lease had ended.
   *
   * @return how many outcomes were not recorded because of that
   * @throws DatabaseFailure if the database does not answer; nothing is written then
   */
  public int record(List<Outcome> outcomes) {
    return inTransaction(
        (connection, table) -> {
          // Prefetched deliveries are sent with the index's webhooks, so it must be current also
          // while nothing is claimed.
          subscriptions.refresh(connection);
          List<Outcome> written = table.record(connection, outcomes);
          WebhookPauses.add(connection, written, database.dialect());
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
   * Ends the leases of deliveries that were not sent, so that they are due at once for any node.
   *
   * @throws DatabaseFailure if the database does not answer; the deliveries are then due when their
   *     lease ends
   */
  public void release(List<LeasedDelivery> deliveries) {
    inTransaction(
        (connection, table) -> {
          table.release(connection, deliveries);
          return null;
        });
  }

  /**
   * Ends the leases of deliveries that were not sent, and moves them to the backlogs of their
   * webhooks.
   *
   * @throws DatabaseFailure if the database does not answer; the deliveries are then due when their
   *     lease ends
   */
  public void returnToBacklog(List<LeasedDelivery> deliveries) {
    inTransaction(
        (connection, table) -> {
          table.returnToBacklog(connection, deliveries);
          return null;
        });
  }

  private List<LeasedDelivery> claim(
      Connection connection,
      QueueTable table,
      List<PendingRow> rows,
      ClaimDecisions decisions,
      Lease lease)
      throws SQLException {
    subscriptions.refresh(connection, ClaimDecisions.counts(rows).keySet());
    for (PendingRow row : rows) {
      decisions.decide(row, subscriptions.served(row.webhookId(), row.activation()));
    }
    Map<UUID, EventBody> bodies =
        EventBodies.read(connection, decisions.leased.stream().map(PendingRow::eventId).distinct());
    decisions.leaseOnly(
        ClaimDecisions.fitting(decisions.leased, bodies, EventBodies.MAX_BYTES)::contains);
    new UndecidedDeliveries(connection, subscriptions, events).decide(decisions, bodies);
    Set<UUID> ids = table.lease(connection, decisions.leases(lease));
    decisions.leaseOnly(row -> ids.contains(row.id()));
    table.moveToBacklog(connection, ClaimDecisions.ids(decisions.toBacklog));
    new EndedActivations(connection, table, subscriptions, events).cancel(decisions.cancelled);
    return decisions.leased.stream()
        .map(row -> row.leased(bodies.get(row.eventId()), decisions.leaseOf(row, lease)))
        .toList();
  }

  /**
   * Starts a lease. Call it before the first statement, because the database counts the lease from
   * the start of its transaction.
   */
  private Lease newLease() {
    return Lease.starting(settings.delivery().lease());
  }

  /** An operation on the connection of a transaction. */
  @FunctionalInterface
  private interface QueueOperation<T> {
    T on(Connection connection, QueueTable table) throws SQLException;
  }

  private <T> T inTransaction(QueueOperation<T> operation) {
    try (Connection connection = database.connection()) {
      return operation.on(connection, QueueTable.in(connection, database.dialect()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
