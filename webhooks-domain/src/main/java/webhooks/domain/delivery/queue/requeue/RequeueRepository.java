package webhooks.domain.delivery.queue.requeue;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.page.Cursor;
import webhooks.domain.subscription.Subscription;

/** Requeues deliveries in the database. Each call is a transaction, or joins the caller's. */
@Stateless
public class RequeueRepository {
  private static final Duration MAX_PREVIEW_TIME = Duration.ofSeconds(2);

  /**
   * A leased delivery stays leased. Its retry schedule restarts now if it is not leased, and with
   * the record of its attempt if it is. If the activation of the lease has ended, the lease is void
   * ({@link DeliveryRules#VOID_LEASE}). A delivery that is undecided stays so.
   */
  private static final String REQUEUE =
      """
      update delivery_pending d set
        attempts_before = case when attempts_before = %d then attempts_before
          when lease is null then attempts when %s then attempts_before
          else %d end,
        activation = (select w.activation from webhook w where w.id = d.webhook_id),
      """
          .formatted(DeliveryRules.UNDECIDED, Subscription.DELIVERABLE, DeliveryRules.VOID_LEASE);

  /**
   * Adds one attempt, also if one is already due or in flight, or brings a waiting retry forward. A
   * delivery that is due within a second counts as due: a redelivery at the same moment may have
   * made it due, in a transaction that began later. A delivery of an ended activation gets exactly
   * one attempt.
   */
  private static final String REDELIVER =
      REQUEUE
          + """
          due_at = case when lease is null then current_timestamp else due_at end,
          redeliveries = case
            when not %s then case when lease is null then 0 else 1 end
            when lease is null and due_at > current_timestamp + interval '1' second
            then redeliveries
            else redeliveries + 1 end
          where webhook_id = ? and id = ? and %s
          """
              .formatted(
                  Subscription.DELIVERABLE, RecoverableDeliveries.HAS_FEWER_THAN_MAX_ATTEMPTS);

  /**
   * Moves the deliveries to the webhook's backlog, so that a large number delays no other webhook.
   */
  private static final String RECOVER =
      REQUEUE
          + """
          due_at = case when lease is not null then due_at end,
          redeliveries = case when lease is not null then 1 when %s then redeliveries else 0 end
          where id = any(?)
          """
              .formatted(Subscription.DELIVERABLE)
          + RecoverableDeliveries.IS_RECOVERED;

  @EJB private AuditTrail audit;
  private Database database;

  /** Creates the bean, for the container. */
  public RequeueRepository() {}

  /** Creates the repository. */
  @Inject
  public RequeueRepository(Database database) {
    this.database = database;
  }

  /** Creates the repository without a container, for tests. */
  public RequeueRepository(Database database, AuditTrail audit) {
    this(database);
    this.audit = audit;
  }

  /**
   * Requeues a delivery and writes the audit entry. The delivery is due at once, or after its
   * attempt if it is leased.
   *
   * @return false, without any change, if it has {@link DeliveryRules#MAX_ATTEMPTS} or no payload,
   *     or if it was purged
   */
  public boolean redeliver(UUID webhookId, UUID id, AuditEntry entry) {
    try (Connection connection = database.connection()) {
      // An outcome or a redelivery of this moment may move it to the other table, so look twice.
      boolean requeued =
          redeliverPending(connection, webhookId, id)
              || FinishedRequeue.redeliver(connection, webhookId, id)
              || redeliverPending(connection, webhookId, id)
              || FinishedRequeue.redeliver(connection, webhookId, id);
      if (requeued) {
        audit.add(entry);
      }
      return requeued;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static boolean redeliverPending(Connection connection, UUID webhookId, UUID id)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REDELIVER)) {
      update.setObject(1, webhookId);
      update.setObject(2, id);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * Requeues finished deliveries of a webhook, except cancelled ones, ones without payload and ones
   * with {@link DeliveryRules#MAX_ATTEMPTS}. They join the webhook's backlog, so that a large
   * number delays no other webhook. Others of the ids stay unchanged.
   *
   * @param before how many were requeued by earlier calls of the same request
   * @param entry the request's audit entry, which gets the count of all its calls
   * @return how many were requeued
   */
  public int redeliverAll(UUID webhookId, Collection<UUID> ids, long before, AuditEntry entry) {
    try (Connection connection = database.connection()) {
      int requeued = FinishedRequeue.redeliverAll(connection, webhookId, ids.toArray());
      if (requeued > 0) {
        audit.upsert(entry.withCount(before + requeued));
      }
      return requeued;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the database's time. */
  public Instant now() {
    try (Connection connection = database.connection()) {
      return SqlRows.now(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * The result of one step of a recovery.
   *
   * @param count how many deliveries the step requeued
   * @param erased how many it left out because their payloads are erased
   * @param next the cursor that the next step begins after; empty if this step was the last
   */
  public record RecoveryStep(int count, int erased, Optional<Cursor> next) {}

  /**
   * Requeues a bounded number of deliveries of the recovery's first status, the oldest first. Of
   * pending deliveries, it requeues the ones of an ended activation, which are still to be
   * cancelled, and with {@link Recovery#withRetries()} also the ones that wait for a retry.
   */
  public RecoveryStep recover(Recovery recovery) {
    try (Connection connection = database.connection()) {
      RecoverableDeliveries found =
          RecoverableDeliveries.find(connection, database.dialect(), recovery);
      Object[] ids = found.ids().toArray();
      int count = ids.length == 0 ? 0 : requeue(connection, ids, recovery);
      return new RecoveryStep(
          count, count == ids.length ? 0 : countErased(connection, ids, recovery), found.next());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the step that {@link #recover} would make, without a requeue. A delivery that another
   * request requeues at this moment may be counted.
   */
  public RecoveryStep preview(Recovery recovery) {
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_PREVIEW_TIME);
      RecoverableDeliveries found =
          RecoverableDeliveries.find(connection, database.dialect(), recovery);
      Object[] ids = found.ids().toArray();
      int erased = ids.length == 0 ? 0 : countErased(connection, ids, recovery);
      return new RecoveryStep(ids.length - erased, erased, found.next());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static int countErased(Connection connection, Object[] ids, Recovery recovery)
      throws SQLException {
    return RecoverableDeliveries.isOfPending(recovery)
        ? 0
        : FinishedRequeue.countErased(connection, ids, recovery.statuses().get(0));
  }

  private static int requeue(Connection connection, Object[] ids, Recovery recovery)
      throws SQLException {
    if (!RecoverableDeliveries.isOfPending(recovery)) {
      return FinishedRequeue.recover(
          connection, recovery.webhookId(), ids, recovery.statuses().get(0));
    }
    try (PreparedStatement requeue = connection.prepareStatement(RECOVER)) {
      SqlArrays.set(requeue, 1, "uuid", ids);
      requeue.setBoolean(2, recovery.withRetries());
      return requeue.executeUpdate();
    }
  }
}
